package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Nested loops over elements that several operands hold in arrangements of their own. Axes that
/// all operands walk without a gap are merged, so that the innermost loop, a row, is as long as
/// possible.
final class LoopNest {
  private record Axis(int extent, List<Integer> strides) {}

  private final int length;
  private final int rows;
  private final ImmutableList<Axis> axes;
  private final int[] steps;
  private final int[] outerExtents;
  private final int[][] outerStrides;

  /// @param extents of each axis, outermost first
  /// @param strides for each operand the distance in elements along each axis; 0 to stay in place
  LoopNest(long[] extents, long[]... strides) {
    List<Axis> axes = new ArrayList<>();
    long count = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      count *= extents[axis];
      if (extents[axis] == 1) {
        continue;
      }
      List<Integer> steps = new ArrayList<>();
      for (long[] operand : strides) {
        steps.add(Math.toIntExact(operand[axis]));
      }
      Axis inner = new Axis(Math.toIntExact(extents[axis]), steps);
      if (!axes.isEmpty() && canMerge(axes.getLast(), inner)) {
        inner = new Axis(axes.removeLast().extent * inner.extent, steps);
      }
      axes.add(inner);
    }
    this.axes = ImmutableList.copyOf(axes);
    boolean single = axes.isEmpty();
    int outer = single ? 0 : axes.size() - 1;
    this.length = single ? 1 : axes.getLast().extent;
    this.rows = count == 0 ? 0 : Math.toIntExact(count / length);
    this.steps = new int[strides.length];
    this.outerExtents = new int[outer];
    this.outerStrides = new int[strides.length][outer];
    for (int operand = 0; operand < strides.length; operand++) {
      steps[operand] = single ? 0 : axes.getLast().strides.get(operand);
      for (int axis = 0; axis < outer; axis++) {
        outerExtents[axis] = axes.get(axis).extent;
        outerStrides[operand][axis] = axes.get(axis).strides.get(operand);
      }
    }
  }

  private static boolean canMerge(Axis outer, Axis inner) {
    for (int operand = 0; operand < inner.strides.size(); operand++) {
      if (outer.strides.get(operand) != (long) inner.extent * inner.strides.get(operand)) {
        return false;
      }
    }
    return true;
  }

  /// The strides of dense elements in row-major order.
  static long[] dense(long... extents) {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /// The strides of elements in row-major order whose rows, the runs along the last axis, are
  /// `pitch` elements apart; 0 for rows that touch each other.
  static long[] rows(long[] extents, long pitch) {
    long[] strides = dense(extents);
    long stride = pitch;
    for (int axis = extents.length - 2; axis >= 0 && pitch != 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /// The strides of a dense value broadcast to a shape.
  static long[] broadcast(Shape value, Shape to) {
    return broadcast(value, 0, to);
  }

  /// The strides of a value broadcast to a shape.
  ///
  /// @param pitch as in [#rows]
  static long[] broadcast(Shape value, long pitch, Shape to) {
    long[] dense = rows(value.dims(), pitch);
    long[] strides = new long[to.rank()];
    int missing = to.rank() - value.rank();
    for (int axis = missing; axis < to.rank(); axis++) {
      strides[axis] = value.dim(axis - missing) == 1 ? 0 : dense[axis - missing];
    }
    return strides;
  }

  /// The extents of the merged axes, those of extent 1 left out.
  long[] extents() {
    return axes.stream().mapToLong(Axis::extent).toArray();
  }

  /// The strides of an operand along the merged axes.
  long[] strides(int operand) {
    return axes.stream().mapToLong(axis -> axis.strides().get(operand)).toArray();
  }

  /// The number of elements in a row.
  int length() {
    return length;
  }

  /// The number of rows.
  int rows() {
    return rows;
  }

  /// The distance of neighbouring elements of a row.
  int step(int operand) {
    return steps[operand];
  }

  /// Where an operand has the first element of a row.
  int at(int operand, int row) {
    int[] strides = outerStrides[operand];
    int left = row;
    int at = 0;
    for (int axis = outerExtents.length - 1; axis > 0; axis--) {
      int extent = outerExtents[axis];
      int next = left / extent;
      at += (left - next * extent) * strides[axis];
      left = next;
    }
    return outerExtents.length == 0 ? 0 : at + left * strides[0];
  }
}
