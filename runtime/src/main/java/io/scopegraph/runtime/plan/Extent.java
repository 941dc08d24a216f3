package io.scopegraph.runtime.plan;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// Where bytes lie, for the verification of plans: rows of one length, evenly apart. Shares nothing
/// with the planner.
///
/// @param row the bytes of a row
/// @param pitch from the start of a row to the start of the next; 0 for one row
record Extent(Space space, long start, long row, long pitch, long rows) {
  /// One address space: the arena, the inputs, the outputs, or one weight.
  ///
  /// @param weight the buffer of the weight, -1 for others
  record Space(Region region, int weight) {}

  static Extent dense(Space space, long start, long bytes) {
    return new Extent(space, start, bytes, 0, 1);
  }

  /// The place of a value.
  ///
  /// @param pitch 0 for a value in one piece
  static Extent of(Space space, long start, long pitch, TensorSpec spec) {
    long row = row(spec);
    return pitch == 0 || pitch == row || spec.byteSize() <= row
        ? dense(space, start, spec.byteSize())
        : new Extent(space, start, row, pitch, spec.byteSize() / row);
  }

  /// The bytes of a run along the last axis.
  static long row(TensorSpec spec) {
    Shape shape = spec.shape();
    long length = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
    return length * spec.dtype().byteSize();
  }

  boolean isEmpty() {
    return row == 0 || rows == 0;
  }

  long end() {
    return start + (rows - 1) * pitch + row;
  }

  boolean overlaps(Extent other) {
    if (!space.equals(other.space)
        || isEmpty()
        || other.isEmpty()
        || Math.max(start, other.start) >= Math.min(end(), other.end())) {
      return false;
    }
    if (rows == 1) {
      return other.meets(start, end());
    }
    if (other.rows == 1) {
      return meets(other.start, other.end());
    }
    // Rows of different pitches are taken to meet: no plan interleaves them.
    long shift = Math.floorMod(other.start - start, pitch);
    return pitch != other.pitch || shift < row || shift + other.row > pitch;
  }

  /// Whether a row has a byte in an interval.
  private boolean meets(long from, long to) {
    if (rows == 1) {
      return start < to && from < end();
    }
    long first = Math.max(0, Math.floorDiv(from - start - row, pitch) + 1);
    return first < rows && start + first * pitch < to;
  }

  /// Whether all bytes of another extent are among these.
  boolean covers(Extent other) {
    if (!space.equals(other.space) || other.start < start || other.end() > end()) {
      return false;
    }
    return rows == 1
        || ((other.rows == 1 || other.pitch == pitch)
            && Math.floorMod(other.start - start, pitch) + other.row <= row);
  }

  /// Where a value lies whose bytes begin `offset` bytes into those that lie here, gaps not
  /// counted; null if that is not in rows evenly apart.
  @Nullable Extent within(long offset, TensorSpec spec) {
    if (rows == 1) {
      return dense(space, start + offset, spec.byteSize());
    }
    long from = start + offset / row * pitch + offset % row;
    if (offset % row + spec.byteSize() <= row) {
      return dense(space, from, spec.byteSize());
    }
    return offset % row == 0 && row(spec) == row ? of(space, from, pitch, spec) : null;
  }

  /// Where a part of the value that lies here lies; null if that is not in rows evenly apart.
  ///
  /// @param index the first index of the part along the axis
  @Nullable Extent part(TensorSpec whole, int axis, long index, TensorSpec part) {
    Shape shape = whole.shape();
    long inner = shape.elementCount(axis + 1, shape.rank()) * whole.dtype().byteSize();
    if (shape.elementCount(0, axis) == 1) {
      return within(index * inner, part);
    }
    if (axis != shape.rank() - 1) {
      return null;
    }
    return of(space, start + index * inner, rows == 1 ? row(whole) : pitch, part);
  }
}
