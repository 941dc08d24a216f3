package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Unary;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Element-wise functions of one value.
final class UnaryKernel {
  private UnaryKernel() {}

  static CudaKernel select(KernelRequest node, Unary op) {
    if (op.isIdentity()) {
      return CopyKernel.select(node);
    }
    DType dtype = node.dtype(0);
    Shape shape = node.output().shape();
    PlannedKernel kernel =
        PlannedKernel.of(
            op.type() + " " + dtype,
            1,
            (memory, context) -> bind(op, dtype, shape, memory.input(0), memory.output(), context));
    Freedom freedom = Freedom.NONE.inPlace(0);
    return kernel.with(ElementType.canPitch(shape) ? freedom.pitched(true, 0) : freedom);
  }

  private static Work bind(
      Unary op, DType dtype, Shape shape, Span x, Span y, LaunchContext context) {
    long[] dims = shape.dims();
    int size = dtype.byteSize();
    Nest nest =
        new Nest(
            dims,
            Strides.rows(dims, ElementType.pitch(y, dtype)),
            Strides.rows(dims, ElementType.pitch(x, dtype)));
    int pack =
        nest.pack(ElementType.PACK, new int[] {size, size}, new long[] {y.address(), x.address()});
    boolean packed = pack == ElementType.PACK && ElementType.isShortFloat(dtype);
    int width = packed ? pack : 1;
    long count = nest.count() / width;
    Arguments arguments =
        new Arguments()
            .int64(count)
            .struct(nest.packs(width))
            .int32(FunctionNumber.of(op.function()));
    ElementType.add(arguments, dtype, op.a());
    ElementType.add(arguments, dtype, op.b());
    return context.strided(
        "unary",
        "unary_" + ElementType.suffix(dtype) + (packed ? "_x4" : ""),
        count,
        arguments.address(x.address()).address(y.address()));
  }
}
