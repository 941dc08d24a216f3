package io.scopegraph.cuda.driver;

import jcuda.Pointer;

/// An address of the host outside of the Java heap.
final class HostAddress extends Pointer {
  HostAddress(long address) {
    super(address);
  }
}
