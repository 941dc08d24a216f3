package io.scopegraph.cuda.blas;

import io.scopegraph.cuda.driver.CudaException;
import jcuda.jcublas.cublasStatus;

/// Turns statuses of cuBLAS into exceptions.
final class BlasStatus {
  private BlasStatus() {}

  /// Checks what a function returned.
  ///
  /// @throws CudaException if it failed
  static void check(String call, int status) {
    if (status != 0) {
      throw new CudaException(call, status, cublasStatus.stringFor(status), false);
    }
  }
}
