package io.scopegraph.runtime.spi;

import org.jspecify.annotations.Nullable;

/// A range of a block of device memory.
///
/// @param memory null for no place at all
/// @param offset in bytes, a multiple of [Device#viewAlignment]
/// @param bytes of the value itself
/// @param pitch 0 if the value lies in one piece; else the rows of the value, which are its runs
///   along the last axis, begin this many bytes apart, and what lies between them belongs to others
public record Location(@Nullable DeviceMemory memory, long offset, long bytes, long pitch) {
  public static final Location NONE = new Location(null, 0, 0, 0);

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
