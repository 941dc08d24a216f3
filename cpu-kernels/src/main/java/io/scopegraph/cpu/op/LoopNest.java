package io.scopegraph.cpu.op;

import io.scopegraph.runtime.host.MergedAxes;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.tensor.Shape;

/// Nested loops over elements that several operands hold in arrangements of their own. Axes that
/// all operands walk without a gap are merged, so that the innermost loop, a row, is as long as
/// possible.
final class LoopNest {
  private final MergedAxes axes;
  private final int length;
  private final int rows;
  private final int[] steps;
  private final int[] outerExtents;
  private final int[][] outerStrides;

  /// @param extents of each axis, outermost first
  /// @param strides for each operand the distance in elements along each axis; 0 to stay in place
  LoopNest(long[] extents, long[]... strides) {
    this.axes = new MergedAxes(extents, strides);
    int outer = Math.max(0, axes.rank() - 1);
    this.length = axes.rank() == 0 ? 1 : Math.toIntExact(axes.extent(outer));
    this.rows = axes.count() == 0 ? 0 : Math.toIntExact(axes.count() / length);
    this.steps = new int[strides.length];
    this.outerExtents = new int[outer];
    this.outerStrides = new int[strides.length][outer];
    for (int operand = 0; operand < strides.length; operand++) {
      steps[operand] = axes.rank() == 0 ? 0 : Math.toIntExact(axes.stride(operand, outer));
      for (int axis = 0; axis < outer; axis++) {
        outerExtents[axis] = Math.toIntExact(axes.extent(axis));
        outerStrides[operand][axis] = Math.toIntExact(axes.stride(operand, axis));
      }
    }
  }

  /// See [Strides#dense].
  static long[] dense(long... extents) {
    return Strides.dense(extents);
  }

  /// See [Strides#rows].
  static long[] rows(long[] extents, long pitch) {
    return Strides.rows(extents, pitch);
  }

  /// The strides of a dense value broadcast to a shape.
  static long[] broadcast(Shape value, Shape to) {
    return Strides.broadcast(value, 0, to);
  }

  /// See [Strides#broadcast].
  static long[] broadcast(Shape value, long pitch, Shape to) {
    return Strides.broadcast(value, pitch, to);
  }

  /// The extents of the merged axes, those of extent 1 left out.
  long[] extents() {
    return axes.extents();
  }

  /// The strides of an operand along the merged axes.
  long[] strides(int operand) {
    return axes.strides(operand);
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
