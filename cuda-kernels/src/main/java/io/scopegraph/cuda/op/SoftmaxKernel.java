package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Grid;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Softmax;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Softmax and its logarithm along one axis: a warp or a block for each row, a thread for each
/// column.
final class SoftmaxKernel {
  /// What a warp keeps in registers twice over.
  private static final long LONGEST_OF_A_WARP = 512;

  private static final int WARPS = Grid.THREADS / 32;

  private SoftmaxKernel() {}

  static CudaKernel select(KernelRequest node, Softmax op) {
    ElementType.requireShortFloats(node);
    DType dtype = node.dtype(0);
    Shape shape = node.shape(0);
    int axis = Math.floorMod(op.axis(), shape.rank());
    long outer = shape.elementCount(0, axis);
    long extent = shape.dim(axis);
    long inner = shape.elementCount(axis + 1, shape.rank());
    Freedom freedom = Freedom.NONE.inPlace(0);
    boolean rows = axis == shape.rank() - 1;
    boolean pitched = rows && ElementType.canPitch(shape);
    return PlannedKernel.of(
            "%s of %d".formatted(op.type(), extent),
            1,
            (memory, context) ->
                inner == 1
                    ? rows(op, dtype, outer, extent, memory, context)
                    : columns(op, dtype, outer, extent, inner, memory, context))
        .with(pitched ? freedom.pitched(true, 0) : freedom);
  }

  private static Work rows(
      Softmax op, DType dtype, long count, long extent, StepMemory memory, LaunchContext context) {
    boolean warps = extent <= LONGEST_OF_A_WARP;
    long blocks = warps ? Math.ceilDiv(count, WARPS) : count;
    return context.launch(
        "softmax",
        (warps ? "softmax_warps_" : "softmax_blocks_") + dtype,
        context.strided(blocks * Grid.THREADS),
        new Arguments()
            .int64(count)
            .int64(extent)
            .int64(pitch(memory.input(0), dtype, extent))
            .int64(pitch(memory.output(), dtype, extent))
            .int32(op.logarithm() ? 1 : 0)
            .address(memory.input(0).address())
            .address(memory.output().address()));
  }

  private static long pitch(Span span, DType dtype, long extent) {
    return span.pitch() == 0 ? extent : ElementType.pitch(span, dtype);
  }

  private static Work columns(
      Softmax op,
      DType dtype,
      long outer,
      long extent,
      long inner,
      StepMemory memory,
      LaunchContext context) {
    return context.strided(
        "softmax",
        "softmax_columns_" + dtype,
        outer * inner,
        new Arguments()
            .int64(outer * inner)
            .int64(extent)
            .int64(inner)
            .int32(op.logarithm() ? 1 : 0)
            .address(memory.input(0).address())
            .address(memory.output().address()));
  }
}
