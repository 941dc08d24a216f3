package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Takes slices along an axis: the axis is replaced by the dims of the indices. A negative index
/// counts from the end; an index out of range is an error where the indices are known before
/// running, and is clamped otherwise.
///
/// - C1: two inputs: x and indices of type int32 or int64.
/// - C2: the axis exists in x; a negative axis counts from the end.
/// - C3: known indices lie in [-dim, dim).
///
/// Example: x (5, 2), indices (3,), axis 0: output (3, 2).
public record Gather(int axis) implements Op {
  @Override
  public String type() {
    return "Gather";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    DType indices = inference.dtype(1);
    inference.check(
        indices == DType.INT32 || indices == DType.INT64,
        "C1",
        "indices must be int32 or int64, found %s",
        indices);
    Shape x = inference.shape(0);
    if (!x.isRankKnown() || !inference.shape(1).isRankKnown()) {
      return Inference.one(inference.dtype(0), Shape.unknownRank());
    }
    int at = inference.axis("C2", axis, x.rank());
    long[] values = inference.longs("C1", 1);
    if (values != null && x.isKnown(at)) {
      for (long index : values) {
        inference.check(
            index >= -x.dim(at) && index < x.dim(at),
            "C3",
            "index %d is out of range for axis %d of %s",
            index,
            at,
            x);
      }
    }
    long[] dims = x.dims();
    return Inference.one(
        inference.dtype(0),
        Shape.of(
            Longs.concat(
                Arrays.copyOf(dims, at),
                inference.shape(1).dims(),
                Arrays.copyOfRange(dims, at + 1, dims.length))));
  }
}
