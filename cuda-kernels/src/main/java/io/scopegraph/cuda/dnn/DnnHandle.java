package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Stream;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;

/// cuDNN on one stream. Used by one thread at a time.
public final class DnnHandle implements AutoCloseable {
  private final Stream stream;
  private final cudnnHandle handle = new cudnnHandle();

  /// Opens cuDNN on a stream whose context the thread has entered.
  ///
  /// @throws io.scopegraph.cuda.driver.CudaException if it fails
  public DnnHandle(Stream stream) {
    this.stream = stream;
    DnnStatus.check("cudnnCreate", JCudnn.cudnnCreate(handle));
    DnnStatus.check("cudnnSetStream", JCudnn.cudnnSetStream(handle, stream.runtime()));
  }

  cudnnHandle handle() {
    return handle;
  }

  @Override
  public void close() {
    if (stream.context().enterToClose()) {
      DnnStatus.check("cudnnDestroy", JCudnn.cudnnDestroy(handle));
    }
  }
}
