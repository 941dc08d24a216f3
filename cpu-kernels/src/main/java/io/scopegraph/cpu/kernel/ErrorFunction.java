package io.scopegraph.cpu.kernel;

/// The exponential over the whole range of floats and the error function, in operations that give
/// the same bits one value at a time and in vectors.
///
/// The exponential is [Exponential#exp] with the power of two multiplied in two halves, so that
/// overflow becomes infinity and underflow a subnormal number or zero. The error function is an odd
/// polynomial below 1 and `1 - exp(-q)` with a polynomial `q` from there on; both polynomials are
/// fits at Chebyshev nodes. Each is within 3 units in the last place.
public final class ErrorFunction {
  /// The exponential is 0 from here downwards.
  public static final float ZERO = -104f;

  /// The exponential is infinite from here upwards.
  public static final float INFINITE = 89f;

  /// From here on the error function is 1.
  public static final float ONE = 4f;

  /// The middle of the range of the second polynomial.
  public static final float MIDDLE = 2.5f;

  private static final float[] SMALL = {
    7.88249711e-05f,
    -8.01885499e-04f,
    5.18931194e-03f,
    -2.68543288e-02f,
    1.12835975e-01f,
    -3.76126269e-01f,
    1.12837917e+00f
  };
  private static final float[] LARGE = {
    1.33093904e-05f,
    -8.46577028e-05f,
    4.20144568e-04f,
    -2.15494633e-03f,
    1.08585170e-02f,
    9.43889044e-01f,
    5.35268068e+00f,
    7.80681560e+00f
  };

  private ErrorFunction() {}

  /// The number of coefficients of [#small].
  public static int smallCount() {
    return SMALL.length;
  }

  /// A coefficient of `erf(x) / x` as a polynomial in the square of `x`, the highest first.
  public static float small(int index) {
    return SMALL[index];
  }

  /// The number of coefficients of [#large].
  public static int largeCount() {
    return LARGE.length;
  }

  /// A coefficient of `-log(1 - erf(x))` as a polynomial in `x - MIDDLE`, the highest first.
  public static float large(int index) {
    return LARGE[index];
  }

  /// `exp(x)`.
  public static float exp(float x) {
    float y = x < ZERO ? ZERO : x > INFINITE ? INFINITE : x;
    float t = Math.fma(y, Exponential.LOG2_E, Exponential.ROUNDER);
    float n = t - Exponential.ROUNDER;
    float r = Math.fma(n, -Exponential.LN2_LOW, Math.fma(n, -Exponential.LN2_HIGH, y));
    float p = Math.fma(Exponential.E7, r, Exponential.E6);
    p = Math.fma(p, r, Exponential.E5);
    p = Math.fma(p, r, Exponential.E4);
    p = Math.fma(p, r, Exponential.E3);
    p = Math.fma(p, r, Exponential.E2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    int power = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(Exponential.ROUNDER);
    int half = power >> 1;
    return p * power(half) * power(power - half);
  }

  /// `erf(x)`.
  public static float erf(float x) {
    float magnitude = Math.abs(x);
    if (magnitude < 1f) {
      float square = x * x;
      float p = SMALL[0];
      for (int i = 1; i < SMALL.length; i++) {
        p = Math.fma(p, square, SMALL[i]);
      }
      return p * x;
    }
    float t = (magnitude >= ONE ? ONE : magnitude) - MIDDLE;
    float q = LARGE[0];
    for (int i = 1; i < LARGE.length; i++) {
      q = Math.fma(q, t, LARGE[i]);
    }
    float result = magnitude >= ONE ? 1f : 1f - exp(-q);
    return x < 0f ? -result : result;
  }

  private static float power(int exponent) {
    return Float.intBitsToFloat((exponent << Exponential.MANTISSA) + Exponential.ONE_BITS);
  }
}
