package io.scopegraph.runtime.reference;

import io.scopegraph.runtime.spi.DeviceMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Memory that can be told not to be reachable by the host, as that of a real device.
final class ReferenceMemory implements DeviceMemory {
  private final ReferenceDevice device;
  private final String label;
  private final MemorySegment segment;
  private final boolean reachable;
  private boolean closed;

  ReferenceMemory(ReferenceDevice device, String label, long bytes, boolean reachable) {
    this.device = device;
    this.label = label;
    this.segment = MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
    this.reachable = reachable;
  }

  MemorySegment segment() {
    if (closed) {
      throw new IllegalStateException("The memory is closed");
    }
    return segment;
  }

  @Override
  public long bytes() {
    return segment.byteSize();
  }

  @Override
  public void write(long offset, MemorySegment source) {
    device.written();
    MemorySegment.copy(source, 0, segment(), offset, source.byteSize());
  }

  @Override
  public void read(long offset, MemorySegment target) {
    MemorySegment.copy(segment(), offset, target, 0, target.byteSize());
  }

  @Override
  public @Nullable MemorySegment host() {
    return reachable ? segment() : null;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.freed(label, segment.byteSize());
    }
  }
}
