package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Permutes the axes: axis i of the output is axis `permutation[i]` of the input.
///
/// - C1: one input.
/// - C2: the permutation holds each of 0 .. n-1 once.
/// - C3: the input has rank n; an empty permutation reverses the axes of any rank.
///
/// Example: (2, 3, 4) by [2, 0, 1]: (4, 2, 3).
public record Transpose(ImmutableList<Integer> permutation) implements Op {
  public static final Transpose NCHW_TO_NHWC = of(0, 2, 3, 1);
  public static final Transpose NHWC_TO_NCHW = of(0, 3, 1, 2);

  public Transpose {
    boolean[] seen = new boolean[permutation.size()];
    for (int axis : permutation) {
      InvalidOpException.checkAttribute(
          axis >= 0 && axis < seen.length && !seen[axis],
          "Transpose",
          "C2",
          "%s is not a permutation",
          permutation);
      seen[axis] = true;
    }
  }

  public static Transpose of(Integer... permutation) {
    return new Transpose(ImmutableList.copyOf(permutation));
  }

  /// The permutation for an input of the given rank, with an empty one spelled out.
  public ImmutableList<Integer> permutation(int rank) {
    if (!permutation.isEmpty()) {
      return permutation;
    }
    ImmutableList.Builder<Integer> reversed = ImmutableList.builder();
    for (int axis = rank - 1; axis >= 0; axis--) {
      reversed.add(axis);
    }
    return reversed.build();
  }

  @Override
  public String type() {
    return "Transpose";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    if (!x.isRankKnown()) {
      Shape output =
          permutation.isEmpty() ? Shape.unknownRank() : Shape.unknownDims(permutation.size());
      return Inference.one(inference.dtype(0), output);
    }
    inference.check(
        permutation.isEmpty() || permutation.size() == x.rank(),
        "C3",
        "permutation %s does not fit %s",
        permutation,
        x);
    long[] dims = new long[x.rank()];
    ImmutableList<Integer> order = permutation(x.rank());
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = x.dim(order.get(axis));
    }
    return Inference.one(inference.dtype(0), Shape.of(dims));
  }
}
