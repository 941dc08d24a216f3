package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Matrix products of integers by our own kernel: one launch for each matrix of the result.
final class IntegerProduct {
  private IntegerProduct() {}

  /// @param beta 0 if nothing is added
  static CudaKernel select(
      KernelRequest node, boolean transposeA, boolean transposeB, long alpha, long beta) {
    MatMulShape shape = MatMulShape.of(node, transposeA, transposeB);
    DType dtype = node.dtype(0);
    Shape c = beta == 0 ? Shape.scalar() : node.shape(2);
    return PlannedKernel.of(
        "matmul %s %s".formatted(dtype, shape),
        beta == 0 ? 2 : 3,
        (memory, context) -> {
          Work all = Work.NOTHING;
          for (MatMulBatches.Run run : shape.runs()) {
            for (int i = 0; i < run.count(); i++) {
              all =
                  all.then(
                      one(
                          context,
                          shape,
                          dtype,
                          address(
                              memory.input(0),
                              run.a() + i * run.stepA(),
                              shape.m() * shape.k(),
                              dtype),
                          address(
                              memory.input(1),
                              run.b() + i * run.stepB(),
                              shape.k() * shape.n(),
                              dtype),
                          beta == 0 ? 0 : memory.input(2).address(),
                          address(memory.output(), run.y() + i, shape.m() * shape.n(), dtype),
                          new long[] {
                            GemmKernel.rowStep(c), GemmKernel.columnStep(c), alpha, beta
                          }));
            }
          }
          return all;
        });
  }

  private static long address(Span span, long matrix, long elements, DType dtype) {
    return span.address() + matrix * elements * dtype.byteSize();
  }

  private static Work one(
      LaunchContext context,
      MatMulShape shape,
      DType dtype,
      long a,
      long b,
      long c,
      long y,
      long[] addition) {
    return context.strided(
        "matmul",
        "product_" + ElementType.suffix(dtype),
        shape.m() * shape.n(),
        new Arguments()
            .struct(
                shape.m(),
                shape.n(),
                shape.k(),
                shape.transposeA() ? 1 : shape.columnsA(),
                shape.transposeA() ? shape.columnsA() : 1,
                shape.transposeB() ? 1 : shape.columnsB(),
                shape.transposeB() ? shape.columnsB() : 1,
                shape.n(),
                addition[0],
                addition[1],
                addition[2],
                addition[3])
            .address(a)
            .address(b)
            .address(c)
            .address(y));
  }
}
