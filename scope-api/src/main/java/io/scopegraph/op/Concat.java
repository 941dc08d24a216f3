package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Joins values along an axis.
///
/// - C1: one input or more, all of one dtype.
/// - C2: all have one rank, in which the axis exists; a negative axis counts from the end.
/// - C3: all other extents are equal.
///
/// Example: (2, 3) and (2, 1) along axis 1: (2, 4).
public record Concat(int axis) implements Op {
  @Override
  public String type() {
    return "Concat";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, Integer.MAX_VALUE);
    inference.checkSameDType("C1", 0);
    for (int input = 0; input < inference.count(); input++) {
      if (!inference.shape(input).isRankKnown()) {
        return Inference.one(inference.dtype(0), Shape.unknownRank());
      }
    }
    long[] dims = inference.shape(0).dims();
    int at = inference.axis("C2", axis, dims.length);
    for (int input = 1; input < inference.count(); input++) {
      Shape shape = inference.shape(input);
      inference.check(
          shape.rank() == dims.length, "C2", "ranks differ: %s and %s", inference.shape(0), shape);
      for (int i = 0; i < dims.length; i++) {
        if (i != at) {
          dims[i] = inference.sameDim("C3", "extents along axis " + i, dims[i], shape.dim(i));
        } else {
          dims[i] =
              dims[i] == Shape.UNKNOWN || !shape.isKnown(i)
                  ? Shape.UNKNOWN
                  : Math.addExact(dims[i], shape.dim(i));
        }
      }
    }
    return Inference.one(inference.dtype(0), Shape.of(dims));
  }
}
