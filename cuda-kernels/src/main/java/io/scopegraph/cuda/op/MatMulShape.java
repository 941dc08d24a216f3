package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.blas.Arithmetic;
import io.scopegraph.cuda.blas.BlasHandle;
import io.scopegraph.cuda.blas.Product;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.Shape;

/// Products of row-major matrices, batches included.
///
/// @param columnsA the last extent of a as it is stored
/// @param columnsB the same of b
record MatMulShape(
    long m,
    long n,
    long k,
    long columnsA,
    long columnsB,
    boolean transposeA,
    boolean transposeB,
    ImmutableList<MatMulBatches.Run> runs) {
  static MatMulShape of(KernelRequest node, boolean transposeA, boolean transposeB) {
    Shape a = node.shape(0);
    Shape b = node.shape(1);
    Shape y = node.output().shape();
    long k = a.dim(transposeA ? -2 : -1);
    long n = y.dim(-1);
    ImmutableList<MatMulBatches.Run> runs = MatMulBatches.of(a, b, y);
    long m = y.dim(-2);
    MatMulBatches.Run first = runs.getFirst();
    // One right-hand matrix for all: the left-hand ones are one matrix with many rows.
    boolean single = runs.size() == 1 && first.stepB() == 0 && first.stepA() == 1 && !transposeA;
    if (single) {
      m *= first.count();
      runs = ImmutableList.of(new MatMulBatches.Run(first.a(), 0, first.b(), 0, 0, 1));
    }
    if (Math.max(Math.max(m, n), k) > Integer.MAX_VALUE) {
      throw new UnsupportedNode(
          "%s on CUDA: an extent of %d x %d x %d is not below 2^31"
              .formatted(node.op().type(), m, n, k));
    }
    return new MatMulShape(m, n, k, a.dim(-1), b.dim(-1), transposeA, transposeB, runs);
  }

  /// The number of results of all products.
  long elements() {
    return runs.stream().mapToLong(MatMulBatches.Run::count).sum() * m * n;
  }

  /// The calls of cuBLAS.
  ///
  /// @param sizeY bytes of an element of the result
  /// @param alpha the factor of the product
  /// @param beta the factor of what is already in the result's place
  Work bind(
      BlasHandle blas,
      Arithmetic arithmetic,
      int size,
      Span a,
      Span b,
      Span y,
      int sizeY,
      double alpha,
      double beta,
      Span workspace) {
    long pitchA = EpiloguePass.pitch(a, columnsA, size);
    long pitchB = EpiloguePass.pitch(b, columnsB, size);
    long pitchY = EpiloguePass.pitch(y, n, sizeY);
    long matrixA = pitchA * (transposeA ? k : m);
    long matrixB = pitchB * (transposeB ? n : k);
    long matrixY = pitchY * m;
    Work all = Work.NOTHING;
    for (MatMulBatches.Run run : runs) {
      Work call =
          new Product(
              blas,
              new Product.Extents((int) m, (int) n, (int) k, run.count()),
              arithmetic,
              new Product.Operand(
                  a.address() + run.a() * matrixA * size,
                  Math.toIntExact(pitchA),
                  run.stepA() * matrixA,
                  transposeA),
              new Product.Operand(
                  b.address() + run.b() * matrixB * size,
                  Math.toIntExact(pitchB),
                  run.stepB() * matrixB,
                  transposeB),
              new Product.Operand(
                  y.address() + run.y() * matrixY * sizeY, Math.toIntExact(pitchY), matrixY, false),
              alpha,
              beta,
              workspace.address(),
              workspace.bytes());
      all = all.then(call);
    }
    return all;
  }

  @Override
  public String toString() {
    return "%dx%dx%d".formatted(m, k, n)
        + (runs.size() == 1 && runs.getFirst().count() == 1
            ? ""
            : ", %d in %d calls"
                .formatted(runs.stream().mapToInt(MatMulBatches.Run::count).sum(), runs.size()));
  }
}
