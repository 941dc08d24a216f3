package io.scopegraph.cuda.op;

import io.scopegraph.op.Pad;
import io.scopegraph.runtime.host.PaddedAxis;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Padding and cropping.
final class PadKernel {
  private PadKernel() {}

  static CudaKernel select(KernelRequest node, Pad op) {
    long[] pads = node.constant(1, "pads").toLongArray();
    Shape in = node.shape(0);
    Shape out = node.output().shape();
    int[][] maps = new int[in.rank()][];
    for (int axis = 0; axis < maps.length; axis++) {
      maps[axis] = PaddedAxis.cells(op.mode(), (int) in.dim(axis), (int) out.dim(axis), pads[axis]);
    }
    return MappedCopy.select("pad", node, maps, op.value());
  }
}
