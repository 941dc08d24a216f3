package io.scopegraph.runtime.host;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.List;

/// The axes of a block of elements that several operands hold in arrangements of their own. Axes
/// that all operands walk without a gap are one axis here, and those of extent 1 are none, so that
/// there are as few axes as possible; outermost first.
public final class MergedAxes {
  private record Axis(long extent, ImmutableLongArray strides) {}

  private final ImmutableList<Axis> axes;
  private final long count;

  /// @param extents of each axis, outermost first
  /// @param strides for each operand the distance in elements along each axis; 0 to stay in place
  public MergedAxes(long[] extents, long[]... strides) {
    List<Axis> merged = new ArrayList<>();
    long elements = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      elements = Math.multiplyExact(elements, extents[axis]);
      if (extents[axis] == 1) {
        continue;
      }
      ImmutableLongArray.Builder steps = ImmutableLongArray.builder(strides.length);
      for (long[] operand : strides) {
        steps.add(operand[axis]);
      }
      Axis inner = new Axis(extents[axis], steps.build());
      if (!merged.isEmpty() && canMerge(merged.getLast(), inner)) {
        inner = new Axis(merged.removeLast().extent * inner.extent, inner.strides);
      }
      merged.add(inner);
    }
    this.axes = ImmutableList.copyOf(merged);
    this.count = elements;
  }

  private static boolean canMerge(Axis outer, Axis inner) {
    for (int operand = 0; operand < inner.strides.length(); operand++) {
      if (outer.strides.get(operand) != inner.extent * inner.strides.get(operand)) {
        return false;
      }
    }
    return true;
  }

  /// The number of axes that are left, 0 for a single element.
  public int rank() {
    return axes.size();
  }

  /// The number of elements.
  public long count() {
    return count;
  }

  public long extent(int axis) {
    return axes.get(axis).extent;
  }

  /// The distance in elements along an axis.
  public long stride(int operand, int axis) {
    return axes.get(axis).strides.get(operand);
  }

  /// The extents of all axes.
  public long[] extents() {
    return axes.stream().mapToLong(Axis::extent).toArray();
  }

  /// The strides of an operand along all axes.
  public long[] strides(int operand) {
    return axes.stream().mapToLong(axis -> axis.strides().get(operand)).toArray();
  }
}
