package io.scopegraph.runtime.host;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;

/// The element-wise functions on single elements, as [UnaryFunction] and [BinaryFunction] define
/// them. Floating-point elements of any width are computed as doubles and rounded once by the
/// caller; integers and bools (0 and 1) as longs, of which narrow types keep the low bits.
///
/// Integer division by zero and the remainder of it give 0.
public final class ElementMath {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private ElementMath() {}

  /// A function of a floating-point element.
  ///
  /// @throws IllegalArgumentException for `NOT`
  public static double apply(UnaryFunction function, double a, double b, double x) {
    return switch (function) {
      case ABS -> Math.abs(x);
      case CEIL -> Math.ceil(x);
      case CLIP -> Math.min(Math.max(x, a), b);
      case COS -> Math.cos(x);
      case ELU -> x >= 0 ? x : a * Math.expm1(x);
      case ERF -> erf(x);
      case EXP -> Math.exp(x);
      case FLOOR -> Math.floor(x);
      case HARD_SIGMOID -> Math.min(Math.max(a * x + b, 0), 1);
      case HARD_SWISH -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
      case IDENTITY -> x;
      case LEAKY_RELU -> x >= 0 ? x : a * x;
      case LOG -> Math.log(x);
      case NEG -> -x;
      case NOT -> throw new IllegalArgumentException("NOT takes bool");
      case RECIPROCAL -> 1 / x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case ROUND -> Math.rint(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case SIGMOID -> sigmoid(x);
      case SIGN -> Math.signum(x);
      case SIN -> Math.sin(x);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SQRT -> Math.sqrt(x);
      case SQUARE -> x * x;
      case SWISH -> x * sigmoid(x);
      case TANH -> Math.tanh(x);
    };
  }

  /// A function of an integer or bool element.
  ///
  /// @throws IllegalArgumentException for functions of floating-point numbers only
  public static long apply(UnaryFunction function, double a, double b, long x) {
    return switch (function) {
      case ABS -> Math.abs(x);
      case CLIP -> Math.min(Math.max(x, (long) a), (long) b);
      case IDENTITY -> x;
      case NEG -> -x;
      case NOT -> x == 0 ? 1 : 0;
      case RELU -> Math.max(x, 0);
      case SIGN -> Long.signum(x);
      case SQUARE -> x * x;
      case CEIL,
          COS,
          ELU,
          ERF,
          EXP,
          FLOOR,
          HARD_SIGMOID,
          HARD_SWISH,
          LEAKY_RELU,
          LOG,
          RECIPROCAL,
          RELU6,
          ROUND,
          RSQRT,
          SIGMOID,
          SIN,
          SOFTPLUS,
          SOFTSIGN,
          SQRT,
          SWISH,
          TANH ->
          throw new IllegalArgumentException(function + " does not take integers");
    };
  }

  /// An arithmetic function of two floating-point elements.
  ///
  /// @throws IllegalArgumentException for functions that give a bool
  public static double apply(BinaryFunction function, double x, double y) {
    return switch (function) {
      case ADD -> x + y;
      case DIV -> x / y;
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case MOD -> floorMod(x, y);
      case MUL -> x * y;
      case POW -> Math.pow(x, y);
      case PRELU -> x >= 0 ? x : y * x;
      case SQUARED_DIFFERENCE -> (x - y) * (x - y);
      case SUB -> x - y;
      case AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, NOT_EQUAL, OR, XOR ->
          throw notArithmetic(function);
    };
  }

  /// An arithmetic function of two integer elements.
  ///
  /// @throws IllegalArgumentException for functions that give a bool
  public static long apply(BinaryFunction function, long x, long y) {
    return switch (function) {
      case ADD -> x + y;
      case DIV -> y == 0 ? 0 : x / y;
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case MOD -> y == 0 ? 0 : Math.floorMod(x, y);
      case MUL -> x * y;
      case POW -> power(x, y);
      case PRELU -> x >= 0 ? x : y * x;
      case SQUARED_DIFFERENCE -> (x - y) * (x - y);
      case SUB -> x - y;
      case AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, NOT_EQUAL, OR, XOR ->
          throw notArithmetic(function);
    };
  }

  /// A comparison of two floating-point elements; any comparison with NaN but "not equal" is false.
  ///
  /// @throws IllegalArgumentException for arithmetic and logical functions
  public static boolean test(BinaryFunction function, double x, double y) {
    return switch (function) {
      case EQUAL -> x == y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case NOT_EQUAL -> x != y;
      case ADD,
          AND,
          DIV,
          MAXIMUM,
          MINIMUM,
          MOD,
          MUL,
          OR,
          POW,
          PRELU,
          SQUARED_DIFFERENCE,
          SUB,
          XOR ->
          throw notComparison(function);
    };
  }

  /// A comparison of two integer elements, or a comparison or logical function of two bools.
  ///
  /// @throws IllegalArgumentException for arithmetic functions
  public static boolean test(BinaryFunction function, long x, long y) {
    return switch (function) {
      case AND -> x != 0 && y != 0;
      case EQUAL -> x == y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case NOT_EQUAL -> x != y;
      case OR -> x != 0 || y != 0;
      case XOR -> (x != 0) != (y != 0);
      case ADD, DIV, MAXIMUM, MINIMUM, MOD, MUL, POW, PRELU, SQUARED_DIFFERENCE, SUB ->
          throw notComparison(function);
    };
  }

  /// All steps of a program for one element.
  ///
  /// @param doubles whether steps stay doubles instead of being rounded to float32
  /// @param values the inputs; the results of the steps are written after them
  public static void run(ElementWise program, boolean doubles, double[] values) {
    for (int step = 0; step < program.steps().size(); step++) {
      double value =
          switch (program.steps().get(step)) {
            case ElementWise.One(Unary op, int x) ->
                apply(op.function(), op.a(), op.b(), values[x]);
            case ElementWise.Two(BinaryFunction function, int x, int y) ->
                apply(function, values[x], values[y]);
          };
      values[program.result(step)] = doubles ? value : (float) value;
    }
  }

  private static double sigmoid(double x) {
    double decay = Math.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
  }

  private static double floorMod(double x, double y) {
    double remainder = x % y;
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
  }

  private static long power(long base, long exponent) {
    if (exponent < 0) {
      boolean odd = (exponent & 1) != 0;
      return base == 1 || (base == -1 && !odd) ? 1 : base == -1 ? -1 : 0;
    }
    long result = 1;
    long square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  /// 2 / sqrt(pi) * exp(-x^2) * sum of 2^n * x^(2n + 1) / (1 * 3 * ... * (2n + 1)), all of whose
  /// terms have one sign.
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int odd = 3; Math.abs(term) > Math.ulp(sum) / 4; odd += 2) {
      term *= 2 * x * x / odd;
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
  }

  private static IllegalArgumentException notArithmetic(BinaryFunction function) {
    return new IllegalArgumentException(function + " gives a bool");
  }

  private static IllegalArgumentException notComparison(BinaryFunction function) {
    return new IllegalArgumentException(function + " gives a number");
  }
}
