package io.scopegraph.cuda.driver;

import io.scopegraph.runtime.spi.DeviceException;
import jcuda.driver.CUresult;

/// A call of one of CUDA's libraries failed. It becomes a [DeviceException] where it is known what
/// the call was made for.
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int status;
  private final boolean sticky;

  /// @param call the function that failed
  /// @param status what it returned
  /// @param meaning the status' name, with the library's own words where it has some
  /// @param sticky whether the context is lost, so that every later call fails, too
  public CudaException(String call, int status, String meaning, boolean sticky) {
    super("%s returned %s (%d)".formatted(call, meaning, status));
    this.call = call;
    this.status = status;
    this.sticky = sticky;
  }

  public String call() {
    return call;
  }

  public int status() {
    return status;
  }

  public boolean isSticky() {
    return sticky;
  }

  /// Whether the device's memory was too small for an allocation.
  public boolean isOutOfMemory() {
    return call.equals("cuMemAlloc") && status == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
  }

  /// The same failure in the user's terms.
  ///
  /// @param where what was being done: a node, or the purpose of an allocation
  public DeviceException at(String where) {
    return new DeviceException("cuda: %s: %s".formatted(where, getMessage()), this);
  }
}
