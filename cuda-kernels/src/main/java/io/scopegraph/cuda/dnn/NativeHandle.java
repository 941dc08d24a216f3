package io.scopegraph.cuda.dnn;

import jcuda.jcudnn.cudnnHandle;

/// A handle of cuDNN that can be the value of an attribute.
final class NativeHandle extends cudnnHandle {
  long address() {
    return getNativePointer();
  }
}
