package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Reshapes to a matrix: the product of the dims before an axis, and of those from it on.
///
/// - C1: one input.
/// - C2: the axis lies in [-rank, rank].
///
/// Example: (2, 3, 4) at axis 1: (2, 12).
public record Flatten(int axis) implements Op {
  @Override
  public String type() {
    return "Flatten";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    if (!x.isRankKnown()) {
      return Inference.one(inference.dtype(0), Shape.unknownDims(2));
    }
    inference.check(
        axis >= -x.rank() && axis <= x.rank(), "C2", "axis %d does not exist in %s", axis, x);
    int at = axis < 0 ? axis + x.rank() : axis;
    return Inference.one(inference.dtype(0), Shape.of(product(x, 0, at), product(x, at, x.rank())));
  }

  private static long product(Shape shape, int from, int to) {
    for (int axis = from; axis < to; axis++) {
      if (!shape.isKnown(axis)) {
        return Shape.UNKNOWN;
      }
    }
    return shape.elementCount(from, to);
  }
}
