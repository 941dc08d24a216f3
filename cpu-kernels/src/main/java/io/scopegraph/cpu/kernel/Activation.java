package io.scopegraph.cpu.kernel;

/// What a kernel does to a result before storing it.
///
/// The bounds of `RELU` and `CLIP` may replace a NaN.
///
/// @param kind the function
/// @param a its first parameter, 0 where it has none
/// @param b its second parameter, 0 where it has none
public record Activation(Kind kind, float a, float b) {
  /// The functions; `x` is the value before.
  public enum Kind {
    /// `x`
    NONE,
    /// `max(x, 0)`
    RELU,
    /// `min(max(x, a), b)`
    CLIP,
    /// `x` if `x >= 0`, else `a * x`
    LEAKY_RELU,
    /// `1 / (1 + exp(-x))`
    SIGMOID,
    /// `min(max(a * x + b, 0), 1)`
    HARD_SIGMOID,
    /// `x * min(max(x / 6 + 0.5, 0), 1)`
    HARD_SWISH,
    /// `x / (1 + exp(-x))`
    SWISH,
    /// the hyperbolic tangent
    TANH,
    /// `x` if `x >= 0`, else `a * (exp(x) - 1)`
    ELU
  }

  /// Leaves results as they are.
  public static final Activation NONE = new Activation(Kind.NONE, 0, 0);

  /// `max(x, 0)`.
  public static final Activation RELU = new Activation(Kind.RELU, 0, 0);

  /// `1 / (1 + exp(-x))`.
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0, 0);

  /// `x * min(max(x / 6 + 0.5, 0), 1)`.
  public static final Activation HARD_SWISH = new Activation(Kind.HARD_SWISH, 0, 0);

  /// `x / (1 + exp(-x))`.
  public static final Activation SWISH = new Activation(Kind.SWISH, 0, 0);

  /// The hyperbolic tangent.
  public static final Activation TANH = new Activation(Kind.TANH, 0, 0);

  /// `min(max(x, low), high)`; either bound may be infinite.
  public static Activation clip(float low, float high) {
    return new Activation(Kind.CLIP, low, high);
  }

  /// `x` if `x >= 0`, else `alpha * x`.
  public static Activation leakyRelu(float alpha) {
    return new Activation(Kind.LEAKY_RELU, alpha, 0);
  }

  /// `min(max(alpha * x + beta, 0), 1)`.
  public static Activation hardSigmoid(float alpha, float beta) {
    return new Activation(Kind.HARD_SIGMOID, alpha, beta);
  }

  /// `x` if `x >= 0`, else `alpha * (exp(x) - 1)`.
  public static Activation elu(float alpha) {
    return new Activation(Kind.ELU, alpha, 0);
  }

  /// Whether the function is a clamp of the float's bits read as an integer, between [#lowBits] and
  /// [#highBits]. Integer order agrees with float order from +0 upwards, which is why a negative
  /// bound is not one.
  public boolean isBitClamp() {
    return switch (kind) {
      case NONE, RELU -> true;
      case CLIP -> (a >= 0 || a == Float.NEGATIVE_INFINITY) && b >= 0;
      case LEAKY_RELU, SIGMOID, HARD_SIGMOID, HARD_SWISH, SWISH, TANH, ELU -> false;
    };
  }

  /// The lower bound of the clamp of bits; with no bound the least integer.
  public int lowBits() {
    return switch (kind) {
      case RELU -> 0;
      case CLIP -> a >= 0 ? Float.floatToRawIntBits(a + 0f) : Integer.MIN_VALUE;
      case NONE, LEAKY_RELU, SIGMOID, HARD_SIGMOID, HARD_SWISH, SWISH, TANH, ELU ->
          Integer.MIN_VALUE;
    };
  }

  /// The upper bound of the clamp of bits; with no bound the greatest integer.
  public int highBits() {
    return kind == Kind.CLIP && b < Float.POSITIVE_INFINITY
        ? Float.floatToRawIntBits(b + 0f)
        : Integer.MAX_VALUE;
  }

  /// Clamps the bits of `length` floats, of an activation that [#isBitClamp].
  public void clampBits(float[] values, int at, int length) {
    int low = lowBits();
    int high = highBits();
    int end = at + length;
    for (int i = at; i < end; i++) {
      int bits = Math.min(Math.max(Float.floatToRawIntBits(values[i]), low), high);
      values[i] = Float.intBitsToFloat(bits);
    }
  }
}
