package io.scopegraph.cuda;

import io.scopegraph.cuda.dnn.ConvolutionChooser;
import io.scopegraph.cuda.driver.Architecture;
import io.scopegraph.cuda.driver.Compiler;
import io.scopegraph.cuda.driver.Context;
import io.scopegraph.cuda.driver.CudaException;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.cuda.driver.ImageCache;
import io.scopegraph.cuda.driver.KernelLibrary;
import io.scopegraph.cuda.driver.PinnedBlock;
import io.scopegraph.cuda.driver.Stream;
import io.scopegraph.cuda.op.Hardware;
import io.scopegraph.cuda.op.KernelSelector;
import io.scopegraph.cuda.op.LaunchContext;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.runtime.spi.Program;

/// One GPU.
final class CudaDevice implements Device {
  /// What the driver aligns allocations to, and more than any vector access needs.
  private static final long ALIGNMENT = 512;

  /// What vector accesses and cuDNN's kernels need.
  private static final long VIEW_ALIGNMENT = 16;

  private final Context context;
  private final Hardware hardware;
  private final Stream transfers;
  private final KernelLibrary kernels;

  private CudaDevice(Context context, Hardware hardware, Stream transfers, KernelLibrary kernels) {
    this.context = context;
    this.hardware = hardware;
    this.transfers = transfers;
    this.kernels = kernels;
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
      Context context = Context.open(index);
      context.enter();
      int capability = context.architecture();
      return new CudaDevice(
          context,
          new Hardware(context.name(), capability, context.multiprocessors(), new ConvolutionChooser(context)),
          new Stream(context),
          new KernelLibrary(context, new Compiler(Architecture.of(capability)), ImageCache.open()));
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
      return DeviceBlock.allocate(label, transfers, bytes);
    } catch (CudaException e) {
      throw e.at("%d B for %s".formatted(bytes, label));
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
  public Executable prepare(Program program) {
    try {
      context.enter();
      LaunchContext launches =
          new LaunchContext(new Stream(context), kernels, hardware.multiprocessors());
      return CudaExecutable.of(program, launches);
    } catch (CudaException e) {
      throw e.at(name());
    }
  }

  @Override
  public void close() {
    hardware.convolutions().close();
    kernels.close();
    transfers.close();
    context.close();
  }
}
