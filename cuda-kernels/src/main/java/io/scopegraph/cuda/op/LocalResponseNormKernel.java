package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Local response normalisation: a thread adds up the neighbouring channels of an element.
final class LocalResponseNormKernel {
  private LocalResponseNormKernel() {}

  static CudaKernel select(KernelRequest node, LocalResponseNorm op) {
    ElementType.requireShortFloats(node);
    Shape shape = node.shape(0);
    return PlannedKernel.of(
            "lrn " + op.format(),
            1,
            (memory, context) -> bind(op, node.dtype(0), shape, memory, context))
        .with(ElementType.canPitch(shape) ? Freedom.NONE.pitched(true, 0) : Freedom.NONE);
  }

  private static Work bind(
      LocalResponseNorm op, DType dtype, Shape shape, StepMemory memory, LaunchContext context) {
    Span x = memory.input(0);
    Span y = memory.output();
    int axis = op.format().channelAxis(shape.rank());
    long inPitch = ElementType.pitch(x, dtype);
    Nest nest = ChannelWalk.nest(shape, axis, ElementType.pitch(y, dtype), inPitch);
    return context.strided(
        "norm",
        "local_response_" + dtype,
        nest.count(),
        new Arguments()
            .int64(nest.count())
            .struct(nest.packs(1))
            .int64(shape.dim(axis))
            .int64(Strides.rows(shape.dims(), inPitch)[axis])
            .int32(op.before())
            .int32(op.after())
            .float32((float) op.alpha())
            .float32((float) op.beta())
            .float32((float) op.bias())
            .address(x.address())
            .address(y.address()));
  }
}
