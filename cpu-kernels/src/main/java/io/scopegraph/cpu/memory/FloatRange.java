package io.scopegraph.cpu.memory;

import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;

/// A part of an array of floats, which may hold elements of any dtype; in one piece, or in rows
/// that lie some way apart. Immutable but for the contents.
public final class FloatRange {
  private final float[] array;
  private final int at;
  private final long bytes;
  private final int pitch;
  private final int zerosAt;

  /// @param at the index of the first float
  /// @param bytes the length; the last float may belong to the range only in part
  /// @throws IndexOutOfBoundsException if the range reaches beyond the array
  public FloatRange(float[] array, int at, long bytes) {
    this(array, at, bytes, 0, array.length);
  }

  /// @param at the index of the first float
  /// @param bytes the length; the last float may belong to the range only in part
  /// @param zerosAt the index from which on the array holds nothing but zeros, always
  /// @throws IndexOutOfBoundsException if the range reaches beyond the array
  public FloatRange(float[] array, int at, long bytes, int zerosAt) {
    this(array, at, bytes, 0, zerosAt);
  }

  private FloatRange(float[] array, int at, long bytes, int pitch, int zerosAt) {
    if (at < 0 || bytes < 0 || at + Math.ceilDiv(bytes, 4) > array.length) {
      throw new IndexOutOfBoundsException(
          "%d bytes from float %d of %d".formatted(bytes, at, array.length));
    }
    this.array = array;
    this.at = at;
    this.bytes = bytes;
    this.pitch = pitch;
    this.zerosAt = zerosAt;
  }

  /// A range of its own array, filled with zeros.
  public static FloatRange ofFloats(int count) {
    return new FloatRange(new float[count], 0, 4L * count);
  }

  /// The array itself, shared with other ranges.
  public float[] array() {
    return array;
  }

  /// The index of the first float.
  public int at() {
    return at;
  }

  public long bytes() {
    return bytes;
  }

  /// The index from which on the array holds nothing but zeros; its length if it ends without any.
  public int zerosAt() {
    return zerosAt;
  }

  /// Floats from one row to the next: 0 if the rows touch each other.
  public int pitch() {
    return pitch;
  }

  /// Floats from one row to the next.
  ///
  /// @param row the floats of a row
  public int pitch(int row) {
    return pitch == 0 ? row : pitch;
  }

  /// The same rows, further apart.
  ///
  /// @param changed floats from one row to the next, 0 if the rows touch each other
  public FloatRange withPitch(int changed) {
    return new FloatRange(array, at, bytes, changed, zerosAt);
  }

  /// Requires that all rows lie inside the array.
  ///
  /// @param rows how many
  /// @param row the floats of one
  /// @throws IndexOutOfBoundsException if they do not
  public void checkRows(int rows, int row) {
    long floats = rows == 0 ? 0 : (rows - 1L) * pitch(row) + row;
    if (floats > array.length - at) {
      throw new IndexOutOfBoundsException(
          "%d rows of %d floats, %d apart, from float %d of %d"
              .formatted(rows, row, pitch(row), at, array.length));
    }
  }

  /// The bytes of this range, as memory.
  ///
  /// @throws IllegalStateException if its rows do not touch each other
  public MemorySegment segment() {
    if (pitch != 0) {
      throw new IllegalStateException("The rows are %d floats apart".formatted(pitch));
    }
    return MemorySegment.ofArray(array).asSlice(4L * at, bytes);
  }

  /// The contents as a tensor, without a copy.
  ///
  /// @throws IllegalArgumentException if the spec has another number of bytes
  public Tensor tensor(TensorSpec spec) {
    return Tensor.wrap(spec, segment());
  }

  /// A part of this range.
  ///
  /// @param offset in bytes, a multiple of 4
  public FloatRange part(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "bytes %d to %d of %d".formatted(offset, offset + length, bytes));
    }
    return new FloatRange(array, Math.toIntExact(at + offset / 4), length, zerosAt);
  }

  /// What follows the first `floats` floats.
  public FloatRange after(int floats) {
    return part(4L * floats, bytes - 4L * floats);
  }

  /// Whether both are the same place.
  @SuppressWarnings("ReferenceEquality") // The same array is meant, not equal contents.
  public boolean isSame(FloatRange other) {
    return array == other.array && at == other.at && pitch == other.pitch;
  }
}
