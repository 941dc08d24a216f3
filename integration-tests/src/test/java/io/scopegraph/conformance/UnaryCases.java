package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class UnaryCases implements Cases {
  private static final int[] SIZES = {1, 4, 6, 13, 207, 702, 2049};

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Unary.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      Unary op = new Unary(function, a(function), b(function));
      if (function == UnaryFunction.NOT) {
        cases.add(unary("of 13", op, new Draw(1).booleans(13)));
        continue;
      }
      for (int size : SIZES) {
        double low = isPositive(function) ? 0.01 : -9;
        cases.add(unary("of " + size, op, new Draw(size).between(low, 9, size)));
      }
      cases.add(unary("of limits", op, limits()));
      cases.add(unary("of float64", op, new Draw(2).of(DType.FLOAT64, 0.5, 4, 13)));
      cases.add(unary("of float16", op, new Draw(3).of(DType.FLOAT16, 0.5, 4, 13)));
      cases.add(unary("of bfloat16", op, new Draw(4).of(DType.BFLOAT16, 0.5, 4, 13)));
    }
    for (UnaryFunction function :
        List.of(
            UnaryFunction.ABS,
            UnaryFunction.CLIP,
            UnaryFunction.IDENTITY,
            UnaryFunction.NEG,
            UnaryFunction.RELU,
            UnaryFunction.SIGN,
            UnaryFunction.SQUARE)) {
      for (DType dtype : List.of(DType.INT8, DType.INT32, DType.INT64)) {
        Unary op = new Unary(function, -3, 5);
        cases.add(unary("of " + dtype, op, new Draw(5).of(dtype, -9, 9, 13)));
      }
    }
    cases.add(
        Case.of(
            "example",
            new Unary(UnaryFunction.LEAKY_RELU, 0.5, 0),
            Tensor.ofFloats(Shape.of(2), -2, 4),
            Expected.exactly(Tensor.ofFloats(Shape.of(2), -1, 4).spec(), -1, 4)));
    return cases;
  }

  private static Tensor limits() {
    return Tensor.ofFloats(
        Shape.of(17),
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        2.5f,
        -2.5f,
        30f,
        -30f,
        88.5f,
        -86f,
        100f,
        0.5f,
        1e-20f,
        3.5f,
        1e-3f,
        -1e-3f);
  }

  private static Case unary(String name, Unary op, Tensor x) {
    double[] values = new double[(int) x.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = apply(op.function(), op.a(), op.b(), x.getDouble(i));
    }
    return Case.of(name, op, x, Expected.elementWise(x.spec(), values));
  }

  private static double a(UnaryFunction function) {
    return switch (function) {
      case CLIP -> -0.75;
      case ELU -> 1.5;
      case HARD_SIGMOID -> 0.2;
      case LEAKY_RELU -> 0.125;
      default -> 0;
    };
  }

  private static double b(UnaryFunction function) {
    return switch (function) {
      case CLIP -> 2.5;
      case HARD_SIGMOID -> 0.5;
      default -> 0;
    };
  }

  private static boolean isPositive(UnaryFunction function) {
    return switch (function) {
      case LOG, RECIPROCAL, RSQRT, SQRT -> true;
      default -> false;
    };
  }

  /// The definitions.
  static double apply(UnaryFunction function, double a, double b, double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    return switch (function) {
      case ABS -> Math.abs(x);
      case CEIL -> Math.ceil(x);
      case CLIP -> x < a ? a : x > b ? b : x;
      case COS -> Math.cos(x);
      case ELU -> x >= 0 ? x : a * (Math.exp(x) - 1);
      case ERF -> erf(x);
      case EXP -> Math.exp(x);
      case FLOOR -> Math.floor(x);
      case HARD_SIGMOID -> apply(UnaryFunction.CLIP, 0, 1, a * x + b);
      case HARD_SWISH -> x * apply(UnaryFunction.CLIP, 0, 1, x / 6 + 0.5);
      case IDENTITY -> x;
      case LEAKY_RELU -> x >= 0 ? x : a * x;
      case LOG -> Math.log(x);
      case NEG -> -x;
      case NOT -> x == 0 ? 1 : 0;
      case RECIPROCAL -> 1 / x;
      case RELU -> x < 0 ? 0 : x;
      case RELU6 -> apply(UnaryFunction.CLIP, 0, 6, x);
      case ROUND -> Math.rint(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SIGN -> Math.signum(x);
      case SIN -> Math.sin(x);
      case SOFTPLUS -> x > 50 ? x : Math.log(1 + Math.exp(x));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SQRT -> Math.sqrt(x);
      case SQUARE -> x * x;
      case SWISH -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
    };
  }

  /// The integral of the Gaussian, by Simpson's rule.
  private static double erf(double x) {
    double end = Math.clamp(x, -6, 6);
    int steps = 2000;
    double h = end / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      double t = i * h;
      sum += weight * Math.exp(-t * t);
    }
    return 2 / Math.sqrt(Math.PI) * sum * h / 3;
  }
}
