package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;

/// Conversion between all element types.
final class CastKernel {
  private CastKernel() {}

  static CudaKernel select(KernelRequest node) {
    DType from = node.dtype(0);
    DType to = node.output().dtype();
    if (from == to) {
      return CopyKernel.select(node);
    }
    long elements = node.output().shape().elementCount();
    return PlannedKernel.of(
        "cast %s to %s".formatted(from, to),
        1,
        (memory, context) -> cast(from, memory.input(0), to, memory.output(), elements, context));
  }

  /// Converts elements that lie in one piece.
  static Work cast(DType from, Span x, DType to, Span y, long elements, LaunchContext context) {
    if (ElementType.isShortFloat(from) && ElementType.isShortFloat(to)) {
      return context.strided(
          "cast",
          "cast_%s_%s".formatted(from, to),
          Math.ceilDiv(elements, ElementType.PACK),
          new Arguments().int64(elements).address(x.address()).address(y.address()));
    }
    return context.strided(
        "cast",
        "cast_any",
        elements,
        new Arguments()
            .int64(elements)
            .int32(ElementType.code(from))
            .int32(ElementType.code(to))
            .address(x.address())
            .address(y.address()));
  }
}
