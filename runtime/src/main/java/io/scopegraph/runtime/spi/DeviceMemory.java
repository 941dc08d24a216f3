package io.scopegraph.runtime.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A block of memory on a device.
public interface DeviceMemory extends AutoCloseable {
  long bytes();

  /// Copies from the host into the block.
  void write(long offset, MemorySegment source);

  /// Copies from the block to the host.
  void read(long offset, MemorySegment target);

  /// The block itself if the host can reach it, else null. Stays readable as long as anything
  /// refers to the segment, also after closing.
  @Nullable MemorySegment host();

  /// Gives the memory back. Closing twice does nothing.
  @Override
  void close();
}
