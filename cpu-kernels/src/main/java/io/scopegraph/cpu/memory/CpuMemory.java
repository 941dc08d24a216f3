package io.scopegraph.cpu.memory;

import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import java.lang.foreign.MemorySegment;

/// A block of CPU memory: one array of floats, in which elements of any dtype are laid out.
///
/// An array on the heap holds at most 2^31 - 1 floats, which bounds a block at 8 GiB. Behind the
/// block, and not counted in its bytes, follow zeros that stand for what lies outside an image: as
/// many floats as the block has, at most [#MOST_ZEROS].
public final class CpuMemory implements DeviceMemory {
  /// Every block and every buffer in it starts at a multiple of this many bytes, as far as the JVM
  /// allows.
  public static final int ALIGNMENT = 64;

  /// The greatest number of zeros behind a block.
  public static final int MOST_ZEROS = 2048;

  // The data of a large array starts 16 bytes after a 64-byte boundary, so float 12 is aligned.
  private static final int FIRST = 12;
  private static final long MOST_BYTES = 4L * (Integer.MAX_VALUE - FIRST - MOST_ZEROS - 8);

  private final long bytes;
  private final float[] array;
  private final MemorySegment segment;

  private CpuMemory(long bytes, float[] array) {
    this.bytes = bytes;
    this.array = array;
    this.segment = MemorySegment.ofArray(array).asSlice(4L * FIRST, bytes);
  }

  /// A block of zeros.
  ///
  /// @param label what it is for
  /// @throws DeviceException if it is greater than 8 GiB or the heap has no room for it
  public static CpuMemory allocate(String label, long bytes) {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new DeviceException(
          "cpu: cannot reserve %,d bytes for %s: one block holds at most %,d bytes"
              .formatted(bytes, label, MOST_BYTES));
    }
    try {
      int floats = (int) Math.ceilDiv(bytes, 4);
      return new CpuMemory(bytes, new float[FIRST + floats + Math.min(floats, MOST_ZEROS)]);
    } catch (OutOfMemoryError error) {
      throw new DeviceMemoryException(
          "cpu: the Java heap has no room for %,d bytes for %s; start the JVM with a greater -Xmx (now %,d bytes)"
              .formatted(bytes, label, Runtime.getRuntime().maxMemory()),
          error);
    }
  }

  /// A part of the block.
  ///
  /// @param offset in bytes, a multiple of 4
  /// @throws IndexOutOfBoundsException if the part reaches beyond the block
  /// @throws IllegalArgumentException if the offset is not a multiple of 4
  public FloatRange range(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "bytes %d to %d of a block of %d".formatted(offset, offset + length, bytes));
    }
    if (offset % 4 != 0) {
      throw new IllegalArgumentException("offset %d is not a multiple of 4".formatted(offset));
    }
    int zerosAt = FIRST + (int) Math.ceilDiv(bytes, 4);
    return new FloatRange(array, FIRST + (int) (offset / 4), length, zerosAt);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(long offset, MemorySegment source) {
    MemorySegment.copy(source, 0, segment, offset, source.byteSize());
  }

  @Override
  public void read(long offset, MemorySegment target) {
    MemorySegment.copy(segment, offset, target, 0, target.byteSize());
  }

  @Override
  public MemorySegment host() {
    return segment;
  }

  /// Does nothing: the block is garbage as soon as nothing refers to it.
  @Override
  public void close() {}
}
