package io.scopegraph.cuda.driver;

import jcuda.driver.CUresult;
import jcuda.nvrtc.nvrtcResult;

/// Turns statuses into exceptions: one method for each library.
public final class Check {
  private static final int SUCCESS = 0;

  private Check() {}

  /// Checks what a function of the driver returned.
  ///
  /// @throws CudaException if it failed
  public static void driver(String call, int status) {
    if (status != SUCCESS) {
      throw new CudaException(call, status, CUresult.stringFor(status), isSticky(status));
    }
  }

  /// Checks what a function of NVRTC returned.
  ///
  /// @throws CudaException if it failed
  public static void nvrtc(String call, int status) {
    if (status != SUCCESS) {
      throw new CudaException(call, status, nvrtcResult.stringFor(status), false);
    }
  }

  /// Whether the context is lost with a status of the driver: illegal addresses and instructions,
  /// failed launches, errors of the hardware.
  static boolean isSticky(int status) {
    return switch (status) {
      case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE ->
          true;
      default -> false;
    };
  }
}
