package io.scopegraph.runtime.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Copies an n-dimensional block of elements from one arrangement in memory to another: any
/// transposition, slice, concatenation or broadcast is one. Prepared once; [#copy] allocates
/// nothing and may be called from several threads.
public final class StridedCopy {
  private record Axis(long extent, long sourceStride, long targetStride) {}

  private final int elementSize;
  private final long sourceOffset;
  private final long targetOffset;
  private final boolean empty;
  private final long[] extents;
  private final long[] sourceStrides;
  private final long[] targetStrides;

  /// All strides and offsets are in bytes. A source stride may be 0 (broadcast) or negative
  /// (reversal).
  ///
  /// @param extents the block's number of elements along each axis; outermost first
  /// @param elementSize 1, 2, 4 or 8
  /// @param sourceOffset where the block's first element lies in the source
  /// @param targetOffset where it goes in the target
  public StridedCopy(
      long[] extents,
      int elementSize,
      long[] sourceStrides,
      long[] targetStrides,
      long sourceOffset,
      long targetOffset) {
    if (elementSize != 1 && elementSize != 2 && elementSize != 4 && elementSize != 8) {
      throw new IllegalArgumentException("An element has 1, 2, 4 or 8 bytes, not " + elementSize);
    }
    if (sourceStrides.length != extents.length || targetStrides.length != extents.length) {
      throw new IllegalArgumentException("Each axis needs an extent and two strides");
    }
    this.elementSize = elementSize;
    this.sourceOffset = sourceOffset;
    this.targetOffset = targetOffset;
    List<Axis> axes = merge(extents, sourceStrides, targetStrides);
    this.empty = axes.stream().anyMatch(axis -> axis.extent == 0);
    if (axes.isEmpty()) {
      axes.add(new Axis(1, elementSize, elementSize));
    }
    this.extents = axes.stream().mapToLong(Axis::extent).toArray();
    this.sourceStrides = axes.stream().mapToLong(Axis::sourceStride).toArray();
    this.targetStrides = axes.stream().mapToLong(Axis::targetStride).toArray();
  }

  /// The byte strides of a dense row-major block.
  public static long[] denseStrides(long[] extents, int elementSize) {
    long[] strides = new long[extents.length];
    long stride = elementSize;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /// Drops axes of extent 1 and joins neighbours that both sides walk without a gap.
  private static List<Axis> merge(long[] extents, long[] sourceStrides, long[] targetStrides) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] == 1) {
        continue;
      }
      Axis inner = new Axis(extents[i], sourceStrides[i], targetStrides[i]);
      Axis outer = axes.isEmpty() ? null : axes.getLast();
      if (outer != null
          && outer.sourceStride == inner.extent * inner.sourceStride
          && outer.targetStride == inner.extent * inner.targetStride) {
        axes.removeLast();
        inner = new Axis(outer.extent * inner.extent, inner.sourceStride, inner.targetStride);
      }
      axes.add(inner);
    }
    return axes;
  }

  /// Copies the block. The two ranges must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if the block does not lie inside both
  public void copy(MemorySegment source, MemorySegment target) {
    if (!empty) {
      copyAxis(0, source, sourceOffset, target, targetOffset);
    }
  }

  /// As [#copy], for a block that is copied only once: may allocate working memory where that makes
  /// it faster.
  void copyOnce(MemorySegment source, MemorySegment target) {
    if (!empty
        && elementSize == Integer.BYTES
        && OutermostToInnermost.is(extents, sourceStrides, targetStrides)) {
      OutermostToInnermost.of(extents, sourceStrides)
          .copy(source, sourceOffset, target, targetOffset);
    } else {
      copy(source, target);
    }
  }

  private void copyAxis(int axis, MemorySegment source, long from, MemorySegment target, long to) {
    if (axis == extents.length - 1) {
      copyRow(source, from, target, to);
      return;
    }
    long sourceStride = sourceStrides[axis];
    long targetStride = targetStrides[axis];
    for (long i = 0; i < extents[axis]; i++) {
      copyAxis(axis + 1, source, from + i * sourceStride, target, to + i * targetStride);
    }
  }

  private void copyRow(MemorySegment source, long from, MemorySegment target, long to) {
    int last = extents.length - 1;
    long count = extents[last];
    long sourceStride = sourceStrides[last];
    long targetStride = targetStrides[last];
    if (sourceStride == elementSize && targetStride == elementSize) {
      MemorySegment.copy(source, from, target, to, count * elementSize);
      return;
    }
    switch (elementSize) {
      case 1 -> {
        for (long i = 0; i < count; i++) {
          byte element = source.get(ValueLayout.JAVA_BYTE, from + i * sourceStride);
          target.set(ValueLayout.JAVA_BYTE, to + i * targetStride, element);
        }
      }
      case 2 -> {
        for (long i = 0; i < count; i++) {
          short element = source.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + i * sourceStride);
          target.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + i * targetStride, element);
        }
      }
      case 4 -> {
        for (long i = 0; i < count; i++) {
          int element = source.get(ValueLayout.JAVA_INT_UNALIGNED, from + i * sourceStride);
          target.set(ValueLayout.JAVA_INT_UNALIGNED, to + i * targetStride, element);
        }
      }
      default -> {
        for (long i = 0; i < count; i++) {
          long element = source.get(ValueLayout.JAVA_LONG_UNALIGNED, from + i * sourceStride);
          target.set(ValueLayout.JAVA_LONG_UNALIGNED, to + i * targetStride, element);
        }
      }
    }
  }
}
