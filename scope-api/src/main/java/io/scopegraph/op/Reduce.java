package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// A statistic over some axes. The sum of nothing is 0, the product 1, the mean NaN, the maximum
/// and minimum the least and the greatest value of the dtype.
///
/// - C1: one input, not of type bool.
/// - C2: the axes exist and differ; negative axes count from the end.
///
/// Example: `SUM` of (2, 3) over axis 1: (2,), or (2, 1) with `keepDims`.
///
/// @param axes empty for all
/// @param keepDims whether reduced axes stay, with extent 1
public record Reduce(Function function, ImmutableList<Integer> axes, boolean keepDims)
    implements Op {
  /// The statistic.
  public enum Function {
    MAX("Max"),
    MEAN("Mean"),
    MIN("Min"),
    PROD("Prod"),
    SUM("Sum");

    private final String type;

    Function(String type) {
      this.type = type;
    }
  }

  @Override
  public String type() {
    return function.type;
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    inference.check(inference.dtype(0) != DType.BOOL, "C1", "does not take bool");
    Shape x = inference.shape(0);
    if (!x.isRankKnown()) {
      boolean scalar = axes.isEmpty() && !keepDims;
      return Inference.one(inference.dtype(0), scalar ? Shape.scalar() : Shape.unknownRank());
    }
    boolean[] reduced = new boolean[x.rank()];
    for (int axis : axes) {
      int at = inference.axis("C2", axis, x.rank());
      inference.check(!reduced[at], "C2", "axis %d is named twice", at);
      reduced[at] = true;
    }
    if (axes.isEmpty()) {
      Arrays.fill(reduced, true);
    }
    return Inference.one(inference.dtype(0), reduce(x, reduced));
  }

  private Shape reduce(Shape x, boolean[] reduced) {
    long[] dims = new long[x.rank()];
    int rank = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!reduced[axis]) {
        dims[rank++] = x.dim(axis);
      } else if (keepDims) {
        dims[rank++] = 1;
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  /// Which axes of a value of the given rank are reduced.
  public boolean[] mask(int rank) {
    boolean[] reduced = new boolean[rank];
    if (axes.isEmpty()) {
      Arrays.fill(reduced, true);
    }
    for (int axis : axes) {
      reduced[axis < 0 ? axis + rank : axis] = true;
    }
    return reduced;
  }
}
