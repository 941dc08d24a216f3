package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableSet;
import io.scopegraph.cuda.blas.Arithmetic;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Gemm;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Gemm by cuBLAS: c is put in the result's place before, so that cuBLAS scales and adds it.
final class GemmKernel {
  private GemmKernel() {}

  static CudaKernel select(KernelRequest node, Gemm op, Hardware hardware) {
    DType dtype = node.dtype(0);
    boolean added = node.count() == 3 && op.beta() != 0;
    if (!dtype.isFloating()) {
      return IntegerProduct.select(
          node,
          op.transposeA(),
          op.transposeB(),
          whole(op.alpha(), "alpha", dtype),
          added ? whole(op.beta(), "beta", dtype) : 0);
    }
    MatMulShape shape = MatMulShape.of(node, op.transposeA(), op.transposeB());
    Arithmetic arithmetic = Arithmetic.of(dtype, node.options().precision());
    int size = dtype.byteSize();
    PlannedKernel kernel =
        PlannedKernel.of(
            "gemm cublas " + shape,
            added ? 3 : 2,
            (memory, context) -> {
              Span y = memory.output();
              Work before = added ? spread(node, context, memory.input(2), y) : Work.NOTHING;
              if (shape.k() == 0) {
                return before.then(scale(context, dtype, shape.elements(), y, added));
              }
              return before.then(
                  shape.bind(
                      context.blas(),
                      arithmetic,
                      size,
                      memory.input(0),
                      memory.input(1),
                      y,
                      size,
                      op.alpha(),
                      added ? op.beta() : 0,
                      memory.workspace()));
            });
    if (shape.k() == 0) {
      if (added && op.beta() != 1) {
        throw new UnsupportedNode("Gemm on CUDA: sums of no products with beta other than 1");
      }
      return kernel;
    }
    return kernel
        .withWorkspace(MatMulKernel.workspaceBytes(shape, hardware))
        .with(new Freedom(ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of(0, 1), true));
  }

  private static long whole(double factor, String name, DType dtype) {
    if (factor != Math.rint(factor)) {
      throw new UnsupportedNode(
          "Gemm on CUDA: %s must be a whole number for %s, found %s"
              .formatted(name, dtype, factor));
    }
    return (long) factor;
  }

  private static Work spread(KernelRequest node, LaunchContext context, Span c, Span y) {
    Shape result = node.output().shape();
    return EpiloguePass.broadcast(
        context,
        node.dtype(0),
        c,
        rowStep(node.shape(2)),
        columnStep(node.shape(2)),
        result.dim(0),
        result.dim(1),
        y);
  }

  /// Elements of c from one row of the result to the next.
  static long rowStep(Shape c) {
    return c.rank() < 2 || c.dim(-2) == 1 ? 0 : c.dim(-1);
  }

  /// Elements of c from one column of the result to the next.
  static long columnStep(Shape c) {
    return c.rank() == 0 || c.dim(-1) == 1 ? 0 : 1;
  }

  private static Work scale(
      LaunchContext context, DType dtype, long elements, Span y, boolean added) {
    return added
        ? Work.NOTHING
        : context.strided(
            "fill",
            "fill_" + 8 * dtype.byteSize(),
            elements,
            new Arguments().int64(elements).int64(0).address(y.address()));
  }
}
