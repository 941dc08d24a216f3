package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Drops axes of extent 1.
///
/// - C1: one input.
/// - C2: the axes exist; negative axes count from the end.
/// - C3: the dropped axes have extent 1.
///
/// Example: (1, 3, 1) at axis 0: (3, 1).
///
/// @param axes empty for all axes of extent 1
public record Squeeze(ImmutableList<Integer> axes) implements Op {
  @Override
  public String type() {
    return "Squeeze";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    if (!x.isRankKnown() || (axes.isEmpty() && !x.isFullyDefined())) {
      return Inference.one(inference.dtype(0), Shape.unknownRank());
    }
    boolean[] dropped = new boolean[x.rank()];
    for (int axis : axes) {
      int at = inference.axis("C2", axis, x.rank());
      inference.check(
          x.dim(at) == 1 || !x.isKnown(at), "C3", "axis %d of %s does not have extent 1", at, x);
      dropped[at] = true;
    }
    long[] dims = new long[x.rank()];
    int rank = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean drop = axes.isEmpty() ? x.dim(axis) == 1 : dropped[axis];
      if (!drop) {
        dims[rank++] = x.dim(axis);
      }
    }
    return Inference.one(inference.dtype(0), Shape.of(Arrays.copyOf(dims, rank)));
  }
}
