package io.scopegraph.runtime.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Ordinary memory of the host through which data goes to and from a device. It lives as long as
/// anything refers to it, so that a segment that a user still holds stays readable.
final class HostStaging implements DeviceMemory {
  private final MemorySegment segment;

  HostStaging(long bytes, long alignment) {
    this.segment = Arena.ofAuto().allocate(bytes, alignment);
  }

  @Override
  public long bytes() {
    return segment.byteSize();
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

  /// Does nothing: the memory is given back when nothing refers to it.
  @Override
  public void close() {}
}
