package io.scopegraph.runtime.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A transposition of dense 4-byte elements that makes the outermost axis of the source the
/// innermost of the target, as the layout of weights is changed for channels that come last.
///
/// Element by element, every read would miss the cache. Here some indices of that axis at a time go
/// through a small array, in which they are read along the lines of the cache; and the loops over
/// arrays are fast in a JVM that has just started, unlike those over memory segments.
final class OutermostToInnermost {
  private static final int BLOCK = 64;
  private static final int LONGEST_ROW = 1 << 16;
  // Keeps rows whose length is a power of two from sharing the same lines of the cache.
  private static final int GAP = 16;

  private final int[] extents;
  private final int[] strides;
  private final int rows;
  private final int columns;

  /// @param extents of the target's axes but the last
  /// @param strides in the source, in elements
  /// @param columns the extent of the last
  private OutermostToInnermost(int[] extents, int[] strides, int columns) {
    this.extents = extents;
    this.strides = strides;
    this.columns = columns;
    this.rows = Arrays.stream(extents).reduce(1, (x, y) -> x * y);
  }

  /// Whether a copy is one: the target is dense, and along its last axis the source goes from one
  /// block to the next, each of which has all other elements.
  ///
  /// @param sourceStrides in bytes
  static boolean is(long[] extents, long[] sourceStrides, long[] targetStrides) {
    int last = extents.length - 1;
    if (last < 1 || extents[last] < BLOCK) {
      return false;
    }
    long row = 1;
    long reach = 0;
    for (int axis = 0; axis < last; axis++) {
      row *= extents[axis];
      if (row > LONGEST_ROW || sourceStrides[axis] < Integer.BYTES) {
        return false;
      }
      reach += (extents[axis] - 1) * sourceStrides[axis];
    }
    return sourceStrides[last] == row * Integer.BYTES
        && reach == (row - 1) * Integer.BYTES
        && Arrays.equals(targetStrides, StridedCopy.denseStrides(extents, Integer.BYTES));
  }

  /// The copy of which [#is] says that it is one.
  static OutermostToInnermost of(long[] extents, long[] sourceStrides) {
    int last = extents.length - 1;
    int[] outer = new int[last];
    int[] strides = new int[last];
    for (int axis = 0; axis < last; axis++) {
      outer[axis] = (int) extents[axis];
      strides[axis] = (int) (sourceStrides[axis] / Integer.BYTES);
    }
    return new OutermostToInnermost(outer, strides, Math.toIntExact(extents[last]));
  }

  /// Copies from and to positions in bytes.
  void copy(MemorySegment source, long from, MemorySegment target, long to) {
    int pitch = rows + GAP;
    int[] read = new int[BLOCK * pitch];
    int[] written = new int[rows * BLOCK];
    for (int column = 0; column < columns; column += BLOCK) {
      int block = Math.min(BLOCK, columns - column);
      for (int i = 0; i < block; i++) {
        long at = from + (long) (column + i) * rows * Integer.BYTES;
        MemorySegment.copy(source, ValueLayout.JAVA_INT_UNALIGNED, at, read, i * pitch, rows);
      }
      transpose(0, 0, 0, read, pitch, written, block);
      for (int row = 0; row < rows; row++) {
        long at = to + ((long) row * columns + column) * Integer.BYTES;
        MemorySegment.copy(written, row * BLOCK, target, ValueLayout.JAVA_INT_UNALIGNED, at, block);
      }
    }
  }

  /// Transposes what has the given first indices.
  ///
  /// @param axis how many indices are given
  /// @param row the first row of the target that has them
  /// @param at where its elements lie in a row that was read
  private void transpose(
      int axis, int row, int at, int[] read, int pitch, int[] written, int block) {
    int count = extents[axis];
    int stride = strides[axis];
    if (axis == extents.length - 1) {
      for (int i = 0; i < count; i++) {
        gather(read, at + i * stride, pitch, written, (row + i) * BLOCK, block);
      }
      return;
    }
    int below = 1;
    for (int inner = axis + 1; inner < extents.length; inner++) {
      below *= extents[inner];
    }
    for (int i = 0; i < count; i++) {
      transpose(axis + 1, row + i * below, at + i * stride, read, pitch, written, block);
    }
  }

  private static void gather(int[] read, int at, int pitch, int[] written, int to, int block) {
    for (int i = 0; i < block; i++) {
      written[to + i] = read[at + i * pitch];
    }
  }
}
