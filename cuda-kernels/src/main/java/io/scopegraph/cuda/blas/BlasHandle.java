package io.scopegraph.cuda.blas;

import io.scopegraph.cuda.driver.Address;
import io.scopegraph.cuda.driver.Stream;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;

/// cuBLAS on one stream. Used by one thread at a time.
public final class BlasHandle implements AutoCloseable {
  private final Stream stream;
  private final cublasHandle handle = new cublasHandle();
  private long workspace;
  private long workspaceBytes;
  private int mathMode;

  /// Opens cuBLAS on a stream whose context the thread has entered.
  ///
  /// @throws io.scopegraph.cuda.driver.CudaException if it fails
  public BlasHandle(Stream stream) {
    this.stream = stream;
    BlasStatus.check("cublasCreate", JCublas2.cublasCreate(handle));
    BlasStatus.check("cublasSetStream", JCublas2.cublasSetStream(handle, stream.runtime()));
  }

  cublasHandle handle() {
    return handle;
  }

  /// Prepares the handle for a call, as far as the last one needed it otherwise.
  ///
  /// @param memory the workspace, which begins at `address`
  void set(Pointer memory, long address, long bytes, int mode) {
    if (address != workspace || bytes != workspaceBytes) {
      BlasStatus.check("cublasSetWorkspace", JCublas2.cublasSetWorkspace(handle, memory, bytes));
      workspace = address;
      workspaceBytes = bytes;
    }
    if (mode != mathMode) {
      BlasStatus.check("cublasSetMathMode", JCublas2.cublasSetMathMode(handle, mode));
      mathMode = mode;
    }
  }

  static Pointer pointer(long address) {
    return Address.of(address);
  }

  @Override
  public void close() {
    if (stream.context().enterToClose()) {
      BlasStatus.check("cublasDestroy", JCublas2.cublasDestroy(handle));
    }
  }
}
