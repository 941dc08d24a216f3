package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Batch normalisation: one multiplication and addition an element, whose factors are worked out
/// anew in each run.
final class BatchNormKernel {
  private BatchNormKernel() {}

  static CudaKernel select(KernelRequest node, BatchNorm op) {
    ElementType.requireShortFloats(node);
    Shape shape = node.shape(0);
    int axis = op.format().channelAxis(shape.rank());
    Freedom freedom = Freedom.NONE.inPlace(0);
    boolean pitched = op.format() == DataFormat.NHWC && ElementType.canPitch(shape);
    PlannedKernel kernel =
        PlannedKernel.of(
                "batch norm " + op.format(),
                5,
                (memory, context) ->
                    factors(op, node.dtype(0), shape.dim(axis), memory, context)
                        .then(elements(node.dtype(0), shape, axis, memory, context)))
            .withWorkspace(2L * Float.BYTES * shape.dim(axis));
    ChannelWalk.nest(shape, axis, 0, 0);
    return kernel.with(pitched ? freedom.pitched(true, 0) : freedom);
  }

  private static Work factors(
      BatchNorm op, DType dtype, long channels, StepMemory memory, LaunchContext context) {
    Arguments arguments = new Arguments().int64(channels).float64(op.epsilon());
    for (int input = 1; input < 5; input++) {
      arguments.address(memory.input(input).address());
    }
    return context.strided(
        "norm",
        "batch_norm_factors_" + dtype,
        channels,
        arguments.address(memory.workspace().address()));
  }

  private static Work elements(
      DType dtype, Shape shape, int axis, StepMemory memory, LaunchContext context) {
    Span x = memory.input(0);
    Span y = memory.output();
    Nest nest =
        ChannelWalk.nest(shape, axis, ElementType.pitch(y, dtype), ElementType.pitch(x, dtype));
    int size = dtype.byteSize();
    int pack =
        nest.pack(
            ElementType.PACK, new int[] {size, size, 1}, new long[] {y.address(), x.address(), 0});
    int width = pack == ElementType.PACK ? pack : 1;
    long count = nest.count() / width;
    return context.strided(
        "norm",
        "batch_norm_" + dtype + (width > 1 ? "_x4" : ""),
        count,
        new Arguments()
            .int64(count)
            .struct(nest.packs(width))
            .int32(nest.step(2) == 0 ? 1 : 0)
            .int64(shape.dim(axis))
            .address(memory.workspace().address())
            .address(x.address())
            .address(y.address()));
  }
}
