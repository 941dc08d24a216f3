package io.scopegraph.cuda.driver;

import io.scopegraph.runtime.spi.DeviceMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import jcuda.driver.JCudaDriver;

/// Memory of the host that the device reaches by itself. After closing it is ordinary memory, which
/// lives as long as anything refers to it.
public final class PinnedBlock implements DeviceMemory {
  private static final long PAGE = 4096;
  private static final int PORTABLE = 1;

  private final Context context;
  private final MemorySegment segment;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PinnedBlock(Context context, MemorySegment segment) {
    this.context = context;
    this.segment = segment;
  }

  /// Reserves memory, filled with zeros.
  ///
  /// @throws CudaException if it cannot be pinned
  public static PinnedBlock allocate(Context context, long bytes) {
    MemorySegment segment = Arena.ofAuto().allocate(bytes, PAGE);
    if (bytes > 0) {
      context.enter();
      Check.driver(
          "cuMemHostRegister",
          JCudaDriver.cuMemHostRegister(new HostAddress(segment.address()), bytes, PORTABLE));
    }
    return new PinnedBlock(context, segment);
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

  @Override
  public void close() {
    if (bytes() > 0 && closed.compareAndSet(false, true) && context.enterToClose()) {
      int status = JCudaDriver.cuMemHostUnregister(new HostAddress(segment.address()));
      try {
        Check.driver("cuMemHostUnregister", status);
      } catch (CudaException e) {
        throw e.at("pinned memory");
      }
    }
  }
}
