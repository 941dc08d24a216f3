package io.scopegraph.cuda;

import io.scopegraph.cuda.dnn.ConvolutionChooser;
import io.scopegraph.cuda.driver.Context;
import io.scopegraph.cuda.driver.CudaException;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.cuda.driver.ImageCache;
import io.scopegraph.cuda.driver.PinnedBlock;
import io.scopegraph.cuda.driver.SharedContext;
import io.scopegraph.cuda.driver.Stream;
import io.scopegraph.cuda.op.Hardware;
import io.scopegraph.cuda.op.KernelSelector;
import io.scopegraph.cuda.op.LaunchContext;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.runtime.spi.RunQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// One GPU.
final class CudaDevice implements Device {
  /// What the driver aligns allocations to, and more than any vector access needs.
  private static final long ALIGNMENT = 512;

  /// What vector accesses and cuDNN's kernels need.
  private static final long VIEW_ALIGNMENT = 16;

  private final SharedContext shared;
  private final Context context;
  private final Hardware hardware;
  private final AtomicBoolean closed = new AtomicBoolean();

  private CudaDevice(SharedContext shared, Hardware hardware) {
    this.shared = shared;
    this.context = shared.context();
    this.hardware = hardware;
  }

  /// Opens the device of a number.
  ///
  /// @throws DeviceException if there is no such device, or it fails
  static CudaDevice open(int index) {
    try {
      int count = Context.devices();
      if (index >= count) {
        throw new DeviceException(
            "cuda: there %s, found number %d"
                .formatted(
                    count == 1 ? "is one device, number 0" : "are devices 0 to " + (count - 1),
                    index));
      }
      SharedContext shared = SharedContext.open(index);
      Context context = shared.context();
      return new CudaDevice(
          shared,
          new Hardware(
              context.name(),
              context.architecture(),
              context.multiprocessors(),
              new ConvolutionChooser(context, ImageCache.open().folder().orElse(null))));
    } catch (CudaException e) {
      throw e.at("device " + index);
    }
  }

  @Override
  public String name() {
    return "cuda:%d (%s, compute capability %.1f)"
        .formatted(context.index(), hardware.name(), hardware.capability() / 10.0);
  }

  @Override
  public DataFormat preferredFormat(Precision precision) {
    return DataFormat.NHWC;
  }

  @Override
  public long alignment() {
    return ALIGNMENT;
  }

  @Override
  public long viewAlignment() {
    return VIEW_ALIGNMENT;
  }

  @Override
  public long freeBytes() {
    try {
      return context.freeBytes();
    } catch (CudaException e) {
      throw e.at(name());
    }
  }

  @Override
  public DeviceMemory allocate(String label, long bytes) {
    try {
      return DeviceBlock.allocate(label, shared.transfers(), bytes);
    } catch (CudaException e) {
      String what = "%d B for %s".formatted(bytes, label);
      throw e.isOutOfMemory()
          ? new DeviceMemoryException("cuda: %s: %s".formatted(what, e.getMessage()), e)
          : e.at(what);
    }
  }

  @Override
  public DeviceMemory allocateStaging(String label, long bytes) {
    try {
      return PinnedBlock.allocate(context, bytes);
    } catch (CudaException e) {
      throw e.at("%d B of pinned memory for %s".formatted(bytes, label));
    }
  }

  @Override
  public Selection select(KernelRequest request) {
    return KernelSelector.select(request, hardware);
  }

  @Override
  public RunQueue openQueue() {
    try {
      context.enter();
      return new LaunchContext(new Stream(context), shared.kernels(), hardware.multiprocessors());
    } catch (CudaException e) {
      throw e.at(name());
    }
  }

  @Override
  public Executable prepare(Program program, RunQueue queue) {
    if (!(queue instanceof LaunchContext launches)) {
      throw new DeviceException("cuda: the queue is another device's");
    }
    try {
      context.enter();
      return CudaExecutable.of(program, launches);
    } catch (CudaException e) {
      throw e.at(name());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      hardware.convolutions().close();
      shared.close();
    }
  }
}
