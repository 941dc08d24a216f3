package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;

/// An element-wise function of one value; the output has the spec of the input.
///
/// - C1: one input.
/// - C2: `NOT` takes bool; `ABS`, `CLIP`, `IDENTITY`, `NEG`, `RELU`, `SIGN`, `SQUARE` take numbers;
///   the others floating-point numbers.
///
/// Example: `LEAKY_RELU` with a = 0.5 of [-2, 4] is [-1, 4].
///
/// @param a first parameter, 0 if the function has none
/// @param b second parameter, 0 if the function has none
public record Unary(UnaryFunction function, double a, double b) implements Op {
  /// No activation.
  public static final Unary IDENTITY = of(UnaryFunction.IDENTITY);

  public static Unary of(UnaryFunction function) {
    return new Unary(function, 0, 0);
  }

  public boolean isIdentity() {
    return function == UnaryFunction.IDENTITY;
  }

  @Override
  public String type() {
    return function.type();
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    DType dtype = inference.dtype(0);
    boolean accepted =
        switch (function) {
          case IDENTITY -> true;
          case NOT -> dtype == DType.BOOL;
          case ABS, CLIP, NEG, RELU, SIGN, SQUARE -> dtype != DType.BOOL;
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
              RELU6 ->
              dtype.isFloating();
          case ROUND, RSQRT, SIGMOID, SIN, SOFTPLUS, SOFTSIGN, SQRT, SWISH, TANH ->
              dtype.isFloating();
        };
    inference.check(accepted, "C2", "does not take %s", dtype);
    return ImmutableList.of(inference.spec(0));
  }
}
