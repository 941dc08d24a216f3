package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes a range of some axes, with steps; starts and ends are clamped to the extent, negative ones
/// count from the end.
///
/// Inputs: x, starts, ends, and optionally axes, steps. Without axes the first ones are meant.
///
/// - C1: three to five inputs; all but x are of rank 1 and type int32 or int64.
/// - C2: starts, ends, axes and steps have equal lengths.
/// - C3: the axes exist and differ; negative axes count from the end.
/// - C4: no step is 0.
///
/// Example: x (5,), starts [3], ends [-6], axes [0], steps [-1]: elements 3, 2, 1, 0.
public record Slice() implements Op {
  /// What a slice takes of each axis of its input.
  ///
  /// @param starts the first index
  /// @param steps the distance between indices, never 0
  /// @param counts the number of indices
  public record Ranges(
      ImmutableLongArray starts, ImmutableLongArray steps, ImmutableLongArray counts) {}

  @Override
  public String type() {
    return "Slice";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 3, 5);
    for (int input = 1; input < inference.count(); input++) {
      inference.checkRank("C1", input, 1);
    }
    long[] starts = inference.longs("C1", 1);
    long[] ends = inference.longs("C1", 2);
    long[] axes = inference.count() > 3 ? inference.longs("C1", 3) : null;
    long[] steps = inference.count() > 4 ? inference.longs("C1", 4) : null;
    Shape x = inference.shape(0);
    if (!x.isRankKnown()) {
      return ImmutableList.of(inference.spec(0));
    }
    boolean optionalsKnown =
        (axes != null || inference.count() <= 3) && (steps != null || inference.count() <= 4);
    if (starts == null || ends == null || !optionalsKnown) {
      return Inference.one(inference.dtype(0), Shape.unknownDims(x.rank()));
    }
    check(inference, x, starts, ends, axes, steps);
    return Inference.one(
        inference.dtype(0), Shape.of(ranges(x, starts, ends, axes, steps).counts().toArray()));
  }

  private static void check(
      Inference inference,
      Shape x,
      long[] starts,
      long[] ends,
      long @Nullable [] axes,
      long @Nullable [] steps) {
    inference.check(
        ends.length == starts.length
            && (axes == null || axes.length == starts.length)
            && (steps == null || steps.length == starts.length)
            && (axes != null || starts.length <= x.rank()),
        "C2",
        "starts, ends, axes and steps must have one length, and at most the rank of %s",
        x);
    boolean[] seen = new boolean[x.rank()];
    for (int i = 0; i < starts.length; i++) {
      if (axes != null) {
        inference.check(
            axes[i] >= -x.rank() && axes[i] < x.rank(),
            "C3",
            "axis %d does not exist in %s",
            axes[i],
            x);
      }
      int axis = axes == null ? i : (int) (axes[i] < 0 ? axes[i] + x.rank() : axes[i]);
      inference.check(!seen[axis], "C3", "axis %d is named twice", axis);
      seen[axis] = true;
      inference.check(steps == null || steps[i] != 0, "C4", "the step of axis %d is 0", axis);
    }
  }

  /// The indices that valid operands select. An axis of unknown extent has an unknown count.
  public static Ranges ranges(
      Shape x, long[] starts, long[] ends, long @Nullable [] axes, long @Nullable [] steps) {
    int rank = x.rank();
    long[] first = new long[rank];
    long[] step = new long[rank];
    Arrays.fill(step, 1);
    long[] count = x.dims();
    for (int i = 0; i < starts.length; i++) {
      int axis = axes == null ? i : (int) (axes[i] < 0 ? axes[i] + rank : axes[i]);
      long dim = x.dim(axis);
      step[axis] = steps == null ? 1 : steps[i];
      if (dim <= 0) {
        continue; // unknown stays unknown, and nothing can be taken of nothing
      }
      boolean forward = step[axis] > 0;
      long from = Math.clamp(wrap(starts[i], dim), 0L, forward ? dim : dim - 1);
      long to = Math.clamp(wrap(ends[i], dim), forward ? 0L : -1L, dim);
      long span = forward ? to - from : from - to;
      long distance = forward ? step[axis] : Math.max(1, -Math.max(step[axis], -Long.MAX_VALUE));
      first[axis] = from;
      count[axis] = span <= 0 ? 0 : Math.ceilDiv(span, distance);
    }
    return new Ranges(
        ImmutableLongArray.copyOf(first),
        ImmutableLongArray.copyOf(step),
        ImmutableLongArray.copyOf(count));
  }

  private static long wrap(long index, long dim) {
    return index < 0 ? Math.max(index, -dim - 1) + dim : index;
  }
}
