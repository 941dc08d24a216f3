package io.scopegraph.builder;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// The usual [regularizers][Regularizer].
public final class Regularizers {
  private Regularizers() {}

  /// scale * the sum of the absolute values.
  public static Regularizer l1(double scale) {
    return variable -> scaled(scale, MathOps.reduceSum(MathOps.abs(variable)));
  }

  /// scale * the sum of the squares.
  public static Regularizer l2(double scale) {
    return variable -> scaled(scale, MathOps.reduceSum(MathOps.square(variable)));
  }

  private static Output scaled(double scale, Output sum) {
    try (var scope = sum.graph().nameScope("mul")) {
      TensorSpec scalar = new TensorSpec(sum.dtype(), Shape.scalar());
      Output x = sum.graph().constant("x", Tensor.filled(scalar, scale));
      return MathOps.mul(x, sum, scope.prefix());
    }
  }
}
