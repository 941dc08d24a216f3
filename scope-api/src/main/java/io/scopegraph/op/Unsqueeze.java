package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Inserts axes of extent 1.
///
/// - C1: one input.
/// - C2: the axes exist in the output and differ; negative axes count from its end.
///
/// Example: (3,) at axes 0 and 2: (1, 3, 1).
public record Unsqueeze(ImmutableList<Integer> axes) implements Op {
  @Override
  public String type() {
    return "Unsqueeze";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    if (!x.isRankKnown()) {
      return Inference.one(inference.dtype(0), Shape.unknownRank());
    }
    long[] dims = new long[x.rank() + axes.size()];
    boolean[] inserted = new boolean[dims.length];
    for (int axis : axes) {
      int at = inference.axis("C2", axis, dims.length);
      inference.check(!inserted[at], "C2", "axis %d is named twice", at);
      inserted[at] = true;
    }
    int next = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = inserted[axis] ? 1 : x.dim(next++);
    }
    return Inference.one(inference.dtype(0), Shape.of(dims));
  }
}
