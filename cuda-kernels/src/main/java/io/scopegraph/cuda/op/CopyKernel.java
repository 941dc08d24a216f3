package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Ops that change nothing but the shape: reshaping, dropping and inserting axes, identity.
final class CopyKernel {
  private CopyKernel() {}

  static CudaKernel select(KernelRequest node) {
    int size = node.dtype(0).byteSize();
    Shape from = node.shape(0);
    Shape to = node.output().shape();
    Freedom freedom = Freedom.NONE.inPlace(0);
    boolean sameRows =
        ElementType.canPitch(from) && ElementType.canPitch(to) && from.dim(-1) == to.dim(-1);
    if (sameRows) {
      freedom = freedom.pitched(true, 0);
    } else if (ElementType.canPitch(from)) {
      freedom = freedom.pitched(false, 0);
    }
    return PlannedKernel.of(
            node.op().type() + " copy",
            1,
            (memory, context) -> copy(size, from, memory.input(0), to, memory.output(), context))
        .with(freedom);
  }

  /// Copies all elements in their order. The rows of both may lie apart only if they are of one
  /// length.
  private static Work copy(
      int size, Shape from, Span in, Shape to, Span out, LaunchContext context) {
    long[] dims = (in.pitch() == 0 ? to : from).dims();
    return new Movement(
            size,
            dims,
            Strides.rows(dims, in.pitch() / size),
            Strides.rows(dims, out.pitch() / size),
            0,
            0)
        .bind(in, out, context);
  }
}
