package io.scopegraph.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.cudaStream_t;

/// A queue of work on a device. Used by one thread at a time.
public final class Stream implements AutoCloseable {
  private static final int NON_BLOCKING = 1;

  private final Context context;
  private final CUstream handle = new CUstream();

  /// Makes a stream of the context, which the thread has entered. It does not wait for the legacy
  /// default stream, so that it can be captured.
  public Stream(Context context) {
    this.context = context;
    Check.driver("cuStreamCreate", JCudaDriver.cuStreamCreate(handle, NON_BLOCKING));
  }

  public Context context() {
    return context;
  }

  public CUstream handle() {
    return handle;
  }

  /// The same stream for cuBLAS and cuDNN.
  public cudaStream_t runtime() {
    return new cudaStream_t(handle);
  }

  /// Waits until all work is done. Allocates nothing.
  ///
  /// @throws CudaException if some of it failed
  public void synchronize() {
    Check.driver("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(handle));
  }

  /// Copies from the host's memory, which must be pinned or else stay as it is until the stream has
  /// been synchronised.
  public void upload(long to, long from, long bytes) {
    Check.driver(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(Address.of(to), new HostAddress(from), bytes, handle));
  }

  /// Copies to the host's memory.
  public void download(long to, long from, long bytes) {
    Check.driver(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(new HostAddress(to), Address.of(from), bytes, handle));
  }

  /// A prepared copy from pinned memory.
  public Work uploading(long to, long from, long bytes) {
    CUdeviceptr target = Address.of(to);
    Pointer source = new HostAddress(from);
    return () ->
        Check.driver(
            "cuMemcpyHtoDAsync", JCudaDriver.cuMemcpyHtoDAsync(target, source, bytes, handle));
  }

  /// A prepared copy to pinned memory.
  public Work downloading(long to, long from, long bytes) {
    Pointer target = new HostAddress(to);
    CUdeviceptr source = Address.of(from);
    return () ->
        Check.driver(
            "cuMemcpyDtoHAsync", JCudaDriver.cuMemcpyDtoHAsync(target, source, bytes, handle));
  }

  /// A prepared copy within the device.
  public Work copying(long to, long from, long bytes) {
    CUdeviceptr target = Address.of(to);
    CUdeviceptr source = Address.of(from);
    return () ->
        Check.driver(
            "cuMemcpyDtoDAsync", JCudaDriver.cuMemcpyDtoDAsync(target, source, bytes, handle));
  }

  /// Sets bytes of the device's memory.
  public void fill(long to, byte value, long bytes) {
    Check.driver(
        "cuMemsetD8Async", JCudaDriver.cuMemsetD8Async(Address.of(to), value, bytes, handle));
  }

  @Override
  public void close() {
    if (context.enterToClose()) {
      Check.driver("cuStreamDestroy", JCudaDriver.cuStreamDestroy(handle));
    }
  }
}
