package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Extends a value along its axes; negative numbers crop.
///
/// - C1: two inputs: x and the pads, of rank 1 and type int32 or int64.
/// - C2: there are two pads for each axis: all that go before, then all that go after.
/// - C3: no resulting extent is negative.
/// - C4: for `REFLECT` pads are smaller than the extent; for `EDGE` and `WRAP` the extent is not 0.
///
/// Example: [1, 2, 3] with pads [1, 1], `REFLECT`: [2, 1, 2, 3, 2].
///
/// @param value the fill for `CONSTANT`, converted to the input's dtype
public record Pad(Mode mode, double value) implements Op {
  /// What the new cells hold.
  public enum Mode {
    CONSTANT,
    /// Mirrored without repeating the border.
    REFLECT,
    /// The border itself.
    EDGE,
    /// From the opposite side.
    WRAP
  }

  @Override
  public String type() {
    return "Pad";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    inference.checkRank("C1", 1, 1);
    Shape x = inference.shape(0);
    long[] pads = inference.longs("C1", 1);
    if (!x.isRankKnown()) {
      return ImmutableList.of(inference.spec(0));
    }
    int rank = x.rank();
    if (pads == null) {
      return Inference.one(inference.dtype(0), Shape.unknownDims(rank));
    }
    inference.check(
        pads.length == 2 * rank, "C2", "%s needs %d pads, found %d", x, 2 * rank, pads.length);
    long[] dims = x.dims();
    for (int axis = 0; axis < rank; axis++) {
      if (dims[axis] == Shape.UNKNOWN) {
        continue;
      }
      long extent = dims[axis];
      long largest = Math.max(pads[axis], pads[axis + rank]);
      boolean legal =
          switch (mode) {
            case CONSTANT -> true;
            case REFLECT -> largest <= 0 || largest < extent;
            case EDGE, WRAP -> largest <= 0 || extent > 0;
          };
      inference.check(legal, "C4", "%s cannot pad axis %d of %s by %d", mode, axis, x, largest);
      inference.check(
          pads[axis] <= Integer.MAX_VALUE && pads[axis + rank] <= Integer.MAX_VALUE,
          "C3",
          "pads along axis %d are too large: %d, %d",
          axis,
          pads[axis],
          pads[axis + rank]);
      dims[axis] = Math.addExact(Math.addExact(extent, pads[axis]), pads[axis + rank]);
      inference.check(dims[axis] >= 0, "C3", "axis %d would have %d cells", axis, dims[axis]);
    }
    return Inference.one(inference.dtype(0), Shape.of(dims));
  }
}
