package io.scopegraph.cuda.driver;

import jcuda.driver.CUdeviceptr;

/// An address of the device, as the bindings want it. Some calls write into the object, so that
/// each use has its own.
public final class Address extends CUdeviceptr {
  /// The address that a call has stored here.
  long value() {
    return getNativePointer();
  }

  /// A pointer to an address.
  public static CUdeviceptr of(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }
}
