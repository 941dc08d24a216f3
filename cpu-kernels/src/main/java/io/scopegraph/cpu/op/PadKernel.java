package io.scopegraph.cpu.op;

import io.scopegraph.op.Pad;
import io.scopegraph.runtime.host.PaddedAxis;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Padding and cropping, for all dtypes.
final class PadKernel {
  private PadKernel() {}

  static CpuKernel select(KernelRequest node, Pad pad, Execution execution) {
    long[] pads = node.constant(1, "pads").toLongArray();
    Shape in = node.shape(0);
    Shape out = node.output().shape();
    int[][] maps = new int[in.rank()][];
    for (int axis = 0; axis < maps.length; axis++) {
      maps[axis] =
          PaddedAxis.cells(pad.mode(), (int) in.dim(axis), (int) out.dim(axis), pads[axis]);
    }
    MappedCopy copy = new MappedCopy(node.input(0), node.output(), maps, pad.value());
    PlannedKernel kernel =
        PlannedKernel.of(
            "pad", 1, memory -> copy.bind(memory.input(0), memory.output(0), execution));
    return copy.canPitch() ? kernel.pitched(0) : kernel;
  }
}
