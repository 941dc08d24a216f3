package io.scopegraph.cpu.kernel;

/// The exponential and hyperbolic tangent of the activations, in operations that give the same bits
/// one value at a time and in vectors.
///
/// `exp(x)` is `2^n` times the Taylor polynomial of `exp(r)`, where `n` is `x / ln 2` rounded and
/// `r` what remains, at most `ln 2 / 2`. The argument is first bounded so that `2^n` is a normal
/// float.
public final class Exponential {
  /// Bounds of the argument.
  public static final float LOWEST = -87f;

  /// See [#LOWEST].
  public static final float HIGHEST = 88f;

  /// `1 / ln 2`.
  public static final float LOG2_E = 1.442695f;

  /// Adding this to a small float leaves its rounded value in the low bits of the mantissa.
  public static final float ROUNDER = 0x1.8p23f;

  /// The leading bits of `ln 2`, so few that their product with `n` is exact.
  public static final float LN2_HIGH = 0x1.62ep-1f;

  /// `ln 2` less [#LN2_HIGH].
  public static final float LN2_LOW = (float) (0.6931471805599453 - 0x1.62ep-1);

  /// Taylor coefficients of `exp` from the seventh to the second.
  public static final float E7 = 1f / 5040;

  /// See [#E7].
  public static final float E6 = 1f / 720;

  /// See [#E7].
  public static final float E5 = 1f / 120;

  /// See [#E7].
  public static final float E4 = 1f / 24;

  /// See [#E7].
  public static final float E3 = 1f / 6;

  /// See [#E7].
  public static final float E2 = 1f / 2;

  /// The bits of `1f`, which are those of `2^0`.
  public static final int ONE_BITS = 0x3f800000;

  /// Bits of the mantissa.
  public static final int MANTISSA = 23;

  /// Below this magnitude the tangent is its Taylor polynomial: the quotient of exponentials would
  /// cancel.
  public static final float TANH_SMALL = 0.25f;

  /// Taylor coefficients of the tangent: ninth, seventh, fifth, third.
  public static final float T9 = 62f / 2835;

  /// See [#T9].
  public static final float T7 = -17f / 315;

  /// See [#T9].
  public static final float T5 = 2f / 15;

  /// See [#T9].
  public static final float T3 = -1f / 3;

  private Exponential() {}

  /// `exp(x)` for `x` between [#LOWEST] and [#HIGHEST]; beyond them, the value at the bound.
  public static float exp(float x) {
    float y = x < LOWEST ? LOWEST : x > HIGHEST ? HIGHEST : x;
    float t = Math.fma(y, LOG2_E, ROUNDER);
    float n = t - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float p = Math.fma(E7, r, E6);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(t) << MANTISSA) + ONE_BITS);
  }

  /// `1 / (1 + exp(-x))`.
  public static float logistic(float x) {
    return 1f / (exp(-x) + 1f);
  }

  /// The hyperbolic tangent.
  public static float tanh(float x) {
    float magnitude = Math.abs(x);
    float square = x * x;
    float p = Math.fma(T9, square, T7);
    p = Math.fma(p, square, T5);
    p = Math.fma(p, square, T3);
    float small = Math.fma(p * square, magnitude, magnitude);
    float large = 1f - 2f / (exp(magnitude + magnitude) + 1f);
    float result = magnitude < TANH_SMALL ? small : large;
    return x < 0f ? -result : result;
  }
}
