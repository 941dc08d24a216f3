package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.op.Gather;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Slices picked by indices that are read in each run.
final class GatherKernel {
  private static final int WIDEST = 16;

  private GatherKernel() {}

  static CudaKernel select(KernelRequest node, Gather op) {
    Shape x = node.shape(0);
    int axis = Math.floorMod(op.axis(), x.rank());
    long run = x.elementCount(axis + 1, x.rank()) * node.dtype(0).byteSize();
    long picked = node.shape(1).elementCount();
    long rows = x.elementCount(0, axis) * picked;
    long extent = x.dim(axis);
    if (extent == 0 && rows > 0) {
      throw new UnsupportedNode("Gather cannot pick from axis %d of %s".formatted(axis, x));
    }
    String indices = node.dtype(1) == DType.INT64 ? "int64" : "int32";
    return PlannedKernel.of(
        "gather",
        2,
        (memory, context) -> {
          Span in = memory.input(0);
          Span out = memory.output();
          long unit = Math.min(WIDEST, Long.lowestOneBit(run | in.address() | out.address()));
          long units = rows * (run / unit);
          return context.strided(
              "gather",
              "gather_%d_%s".formatted(8 * unit, indices),
              units,
              new Arguments()
                  .int64(units)
                  .int64(run / unit)
                  .int64(picked)
                  .int64(extent)
                  .address(in.address())
                  .address(memory.input(1).address())
                  .address(out.address()));
        });
  }
}
