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
    7.8824974e-05f,
    -0.0008018855f,
    0.005189312f,
    -0.026854329f,
    0.11283597f,
    -0.37612626f,
    1.1283792f
  };
  private static final float[] LARGE = {
    1.3309391e-05f,
    -8.46577e-05f,
    0.00042014456f,
    -0.0021549463f,
    0.010858517f,
    0.943889f,
    5.3526807f,
    7.8068156f
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
