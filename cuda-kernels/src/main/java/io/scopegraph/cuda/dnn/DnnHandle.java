package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Stream;
import jcuda.jcudnn.JCudnn;

/// cuDNN on one stream. Used by one thread at a time.
public final class DnnHandle implements AutoCloseable {
  private final Stream stream;
  private final NativeHandle handle = new NativeHandle();

  /// Opens cuDNN on a stream whose context the thread has entered.
  ///
  /// @throws io.scopegraph.cuda.driver.CudaException if it fails
  public DnnHandle(Stream stream) {
    this.stream = stream;
    DnnStatus.check("cudnnCreate", JCudnn.cudnnCreate(handle));
    DnnStatus.check("cudnnSetStream", JCudnn.cudnnSetStream(handle, stream.runtime()));
  }

  NativeHandle handle() {
    return handle;
  }

  @Override
  public void close() {
    if (stream.context().enterToClose()) {
      DnnStatus.check("cudnnDestroy", JCudnn.cudnnDestroy(handle));
    }
  }
}
