package io.scopegraph.cpu.op;

import io.scopegraph.op.Gather;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/// Slices picked by indices that are read in each run.
final class GatherKernel {
  private GatherKernel() {}

  static CpuKernel select(KernelRequest node, Gather gather, Execution execution) {
    Shape x = node.shape(0);
    int axis = gather.axis() < 0 ? gather.axis() + x.rank() : gather.axis();
    long run = x.elementCount(axis + 1, x.rank()) * node.dtype(0).byteSize();
    int picked = Math.toIntExact(node.shape(1).elementCount());
    int extent = Math.toIntExact(x.dim(axis));
    int rows = Math.toIntExact(x.elementCount(0, axis) * picked);
    if (extent == 0 && rows > 0) {
      throw new UnsupportedNode("Gather cannot pick from axis %d of %s".formatted(axis, x));
    }
    return PlannedKernel.of(
        "gather",
        2,
        memory -> {
          MemorySegment in = memory.input(0).segment();
          MemorySegment out = memory.output(0).segment();
          Tensor indices = memory.input(1).tensor(node.input(1));
          return Spread.of(
              execution.pool(),
              rows,
              run / 4,
              (from, to, _) -> {
                for (int row = from; row < to; row++) {
                  long index = indices.getLong(row % picked);
                  long wrapped = Math.clamp(index < 0 ? index + extent : index, 0L, extent - 1L);
                  long source = (row / picked * (long) extent + wrapped) * run;
                  MemorySegment.copy(in, source, out, row * run, run);
                }
              });
        });
  }
}
