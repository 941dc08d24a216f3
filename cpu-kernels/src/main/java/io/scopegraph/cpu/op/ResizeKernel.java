package io.scopegraph.cpu.op;

import io.scopegraph.op.Resize;
import io.scopegraph.runtime.host.ResizeAxis;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Sampling on another grid: by the nearest cell for all dtypes, linear for float32.
final class ResizeKernel {
  private ResizeKernel() {}

  static CpuKernel select(KernelRequest node, Resize op, Execution execution) {
    Tensor target = node.constant(1, "scales or sizes");
    Tensor region = node.count() > 2 ? node.constant(2, "the region") : null;
    Shape in = node.shape(0);
    Shape out = node.output().shape();
    ResizeAxis[] axes = new ResizeAxis[in.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] =
          new ResizeAxis(
              op, axis, axes.length, (int) in.dim(axis), (int) out.dim(axis), target, region);
    }
    if (op.interpolation() == Resize.Interpolation.NEAREST) {
      int[][] maps = new int[axes.length][];
      for (int axis = 0; axis < axes.length; axis++) {
        maps[axis] = axes[axis].nearest();
      }
      MappedCopy copy = new MappedCopy(node.input(0), node.output(), maps, op.extrapolation());
      PlannedKernel kernel =
          PlannedKernel.of(
              "resize nearest",
              1,
              memory -> copy.bind(memory.input(0), memory.output(0), execution));
      return copy.canPitch() ? kernel.pitched(0) : kernel;
    }
    if (node.dtype(0) == DType.FLOAT32) {
      PlannedKernel kernel =
          PlannedKernel.of(
              "resize linear",
              1,
              memory ->
                  new LinearResize(
                          execution,
                          axes,
                          (float) op.extrapolation(),
                          memory.input(0),
                          memory.output(0))
                      .bind());
      return LinearResize.canPitch(axes) ? kernel.pitched(0) : kernel;
    }
    if (NarrowFloats.isNarrow(node.dtype(0))) {
      return NarrowFloats.select(node, execution);
    }
    throw new UnsupportedNode(
        "linear Resize is not implemented for %s on the CPU".formatted(node.dtype(0)));
  }
}
