package io.scopegraph.cpu.kernel;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;

/// The element-wise functions as loops in plain Java. Those over a single array are turned into
/// vector code by the JIT compiler of its own accord.
public final class RowFunctions {
  private RowFunctions() {}

  /// See [RowKernels#unary].
  public static void unary(
      UnaryFunction function, float a, float b, float[] values, int at, int n) {
    int end = at + n;
    switch (function) {
      case IDENTITY -> {}
      case ABS -> {
        for (int i = at; i < end; i++) {
          values[i] = Math.abs(values[i]);
        }
      }
      case NEG -> {
        for (int i = at; i < end; i++) {
          values[i] = -values[i];
        }
      }
      case RECIPROCAL -> {
        for (int i = at; i < end; i++) {
          values[i] = 1f / values[i];
        }
      }
      case SQRT -> {
        for (int i = at; i < end; i++) {
          values[i] = (float) Math.sqrt(values[i]);
        }
      }
      case SQUARE -> {
        for (int i = at; i < end; i++) {
          values[i] = values[i] * values[i];
        }
      }
      case EXP -> {
        for (int i = at; i < end; i++) {
          values[i] = ErrorFunction.exp(values[i]);
        }
      }
      case ERF -> {
        for (int i = at; i < end; i++) {
          values[i] = ErrorFunction.erf(values[i]);
        }
      }
      case CEIL,
          CLIP,
          COS,
          ELU,
          FLOOR,
          HARD_SIGMOID,
          HARD_SWISH,
          LEAKY_RELU,
          LOG,
          NOT,
          RELU,
          RELU6,
          ROUND,
          RSQRT,
          SIGMOID,
          SIGN,
          SIN,
          SOFTPLUS,
          SOFTSIGN,
          SWISH,
          TANH -> {
        for (int i = at; i < end; i++) {
          values[i] = one(function, a, b, values[i]);
        }
      }
    }
  }

  /// A function of one value.
  private static float one(UnaryFunction function, float a, float b, float x) {
    return switch (function) {
      case ABS -> Math.abs(x);
      case CEIL -> (float) Math.ceil(x);
      case CLIP -> bound(x, a, b);
      case COS -> (float) Math.cos(x);
      case ELU -> x < 0 ? (float) Math.expm1(x) * a : x;
      case ERF -> ErrorFunction.erf(x);
      case EXP -> ErrorFunction.exp(x);
      case FLOOR -> (float) Math.floor(x);
      case HARD_SIGMOID -> bound(a * x + b, 0, 1);
      case HARD_SWISH -> x * bound(x / 6 + 0.5f, 0, 1);
      case IDENTITY -> x;
      case LEAKY_RELU -> x < 0 ? x * a : x;
      case LOG -> (float) Math.log(x);
      case NEG -> -x;
      case NOT -> throw new IllegalArgumentException("NOT takes no numbers");
      case RECIPROCAL -> 1 / x;
      case RELU -> bound(x, 0, Float.POSITIVE_INFINITY);
      case RELU6 -> bound(x, 0, 6);
      case ROUND -> (float) Math.rint(x);
      case RSQRT -> (float) (1 / Math.sqrt(x));
      case SIGMOID -> Exponential.logistic(x);
      case SIGN -> Math.signum(x);
      case SIN -> (float) Math.sin(x);
      case SOFTPLUS -> (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
      case SOFTSIGN -> Float.isInfinite(x) ? Math.signum(x) : x / (1 + Math.abs(x));
      case SQRT -> (float) Math.sqrt(x);
      case SQUARE -> x * x;
      case SWISH -> x * Exponential.logistic(x);
      case TANH -> Exponential.tanh(x);
    };
  }

  /// See [RowKernels#binary].
  public static void binary(
      BinaryFunction function,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = two(function, x[xAt + i], y[yAt + i]);
    }
  }

  private static float two(BinaryFunction function, float x, float y) {
    return switch (function) {
      case ADD -> x + y;
      case DIV -> x / y;
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case MOD -> modulo(x, y);
      case MUL -> x * y;
      case POW -> (float) Math.pow(x, y);
      case PRELU -> x < 0 ? x * y : x;
      case SQUARED_DIFFERENCE -> (x - y) * (x - y);
      case SUB -> x - y;
      case AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, NOT_EQUAL, OR, XOR ->
          throw new IllegalArgumentException(function + " does not give numbers");
    };
  }

  private static float modulo(float x, float y) {
    float remainder = x % y;
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
  }

  private static float bound(float x, float low, float high) {
    float raised = x < low ? low : x;
    return raised > high ? high : raised;
  }
}
