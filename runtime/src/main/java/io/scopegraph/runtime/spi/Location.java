package io.scopegraph.runtime.spi;

import org.jspecify.annotations.Nullable;

/// A range of a block of device memory.
///
/// @param memory null for no place at all
/// @param offset in bytes, a multiple of [Device#alignment]
public record Location(@Nullable DeviceMemory memory, long offset, long bytes) {
  public static final Location NONE = new Location(null, 0, 0);

  /// The block.
  ///
  /// @throws IllegalStateException for [#NONE]
  public DeviceMemory block() {
    if (memory == null) {
      throw new IllegalStateException("No memory was planned here");
    }
    return memory;
  }
}
