package io.scopegraph.cuda.driver;

import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// A block of a device's memory.
public final class DeviceBlock implements DeviceMemory {
  /// How much of a Java array is copied at once: it has to be moved out of the heap first.
  private static final long CHUNK = 4L << 20;

  private final String label;
  private final Stream transfers;
  private final long address;
  private final long bytes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DeviceBlock(String label, Stream transfers, long address, long bytes) {
    this.label = label;
    this.transfers = transfers;
    this.address = address;
    this.bytes = bytes;
  }

  /// Reserves memory, filled with zeros.
  ///
  /// @param transfers the stream for copies, shared by all blocks of a device
  /// @throws CudaException if it cannot be had
  public static DeviceBlock allocate(String label, Stream transfers, long bytes) {
    if (bytes == 0) {
      return new DeviceBlock(label, transfers, 0, 0);
    }
    synchronized (transfers) {
      transfers.context().enter();
      Address block = new Address();
      Check.driver("cuMemAlloc", JCudaDriver.cuMemAlloc(block, bytes));
      DeviceBlock allocated = new DeviceBlock(label, transfers, block.value(), bytes);
      transfers.fill(allocated.address, (byte) 0, bytes);
      transfers.synchronize();
      return allocated;
    }
  }

  /// Where it is on the device.
  public long address() {
    return address;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(long offset, MemorySegment source) {
    move("write", offset, source, true);
  }

  @Override
  public void read(long offset, MemorySegment target) {
    move("read", offset, target, false);
  }

  private void move(String what, long offset, MemorySegment host, boolean up) {
    long count = host.byteSize();
    if (offset < 0 || count > bytes - offset) {
      throw new DeviceException(
          "cuda: cannot %s %d B at offset %d of %s, which has %d B"
              .formatted(what, count, offset, label, bytes));
    }
    if (count == 0) {
      return;
    }
    try {
      synchronized (transfers) {
        transfers.context().enter();
        if (host.isNative()) {
          move(address + offset, host, up);
        } else {
          moveInChunks(offset, host, up);
        }
      }
    } catch (CudaException e) {
      throw e.at(what + " of " + label);
    }
  }

  private void moveInChunks(long offset, MemorySegment host, boolean up) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.min(CHUNK, host.byteSize()), 64);
      for (long at = 0; at < host.byteSize(); at += CHUNK) {
        MemorySegment part = host.asSlice(at, Math.min(CHUNK, host.byteSize() - at));
        MemorySegment copy = chunk.asSlice(0, part.byteSize());
        if (up) {
          copy.copyFrom(part);
        }
        move(address + offset + at, copy, up);
        if (!up) {
          part.copyFrom(copy);
        }
      }
    }
  }

  private void move(long at, MemorySegment host, boolean up) {
    if (up) {
      transfers.upload(at, host.address(), host.byteSize());
    } else {
      transfers.download(host.address(), at, host.byteSize());
    }
    transfers.synchronize();
  }

  @Override
  public @Nullable MemorySegment host() {
    return null;
  }

  @Override
  public void close() {
    if (bytes > 0 && closed.compareAndSet(false, true) && transfers.context().enterToClose()) {
      int status = JCudaDriver.cuMemFree(Address.of(address));
      try {
        Check.driver("cuMemFree", status);
      } catch (CudaException e) {
        throw e.at(label);
      }
    }
  }
}
