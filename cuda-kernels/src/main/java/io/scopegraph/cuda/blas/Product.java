package io.scopegraph.cuda.blas;

import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.cuda.driver.Work;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;

/// A prepared call for one or several products of row-major matrices: `y = alpha * a * b + beta *
/// y`.
public final class Product implements Work {
  private static final int DEFAULT_ALGORITHM = -1;

  private final BlasHandle blas;
  private final Extents extents;
  private final Arithmetic arithmetic;
  private final Operand a;
  private final Operand b;
  private final Operand y;
  private final Scalars scalars;
  private final Pointer pointerA;
  private final Pointer pointerB;
  private final Pointer pointerY;
  private final Pointer workspace;
  private final long workspaceAddress;
  private final long workspaceBytes;

  /// The extents of each product.
  ///
  /// @param m the rows of the result
  /// @param n its columns
  /// @param k the terms of each sum
  /// @param batches the number of products
  public record Extents(int m, int n, int k, int batches) {}

  /// Where matrices lie.
  ///
  /// @param address of the first one
  /// @param pitch elements from one stored row to the next
  /// @param stride elements from one matrix to the next
  /// @param transposed whether the stored rows are the matrix' columns
  public record Operand(long address, int pitch, long stride, boolean transposed) {}

  /// Prepares a call.
  ///
  /// @param alpha the factor of the product
  /// @param beta the factor of what is in the result's place; if it is 0, that is not read
  /// @param workspace address of memory that the call may use, a multiple of 256
  public Product(
      BlasHandle blas,
      Extents extents,
      Arithmetic arithmetic,
      Operand a,
      Operand b,
      Operand y,
      double alpha,
      double beta,
      long workspace,
      long workspaceBytes) {
    this.blas = blas;
    this.extents = extents;
    this.arithmetic = arithmetic;
    this.a = a;
    this.b = b;
    this.y = y;
    this.scalars = arithmetic.scalars(alpha, beta);
    this.pointerA = BlasHandle.pointer(a.address());
    this.pointerB = BlasHandle.pointer(b.address());
    this.pointerY = BlasHandle.pointer(y.address());
    this.workspace = BlasHandle.pointer(workspace);
    this.workspaceAddress = workspace;
    this.workspaceBytes = workspaceBytes;
  }

  // cuBLAS takes columns for rows: the product of the transposes in the other order is the
  // transpose of the product.
  @Override
  public void enqueue() {
    blas.set(workspace, workspaceAddress, workspaceBytes, arithmetic.mathMode());
    if (extents.batches() == 1) {
      BlasStatus.check(
          "cublasGemmEx",
          JCublas2.cublasGemmEx_new(
              blas.handle(),
              b.transposed() ? 1 : 0,
              a.transposed() ? 1 : 0,
              extents.n(),
              extents.m(),
              extents.k(),
              scalars.alpha(),
              pointerB,
              arithmetic.operand(),
              b.pitch(),
              pointerA,
              arithmetic.operand(),
              a.pitch(),
              scalars.beta(),
              pointerY,
              arithmetic.result(),
              y.pitch(),
              arithmetic.compute(),
              DEFAULT_ALGORITHM));
      return;
    }
    BlasStatus.check(
        "cublasGemmStridedBatchedEx",
        JCublas2.cublasGemmStridedBatchedEx_new(
            blas.handle(),
            b.transposed() ? 1 : 0,
            a.transposed() ? 1 : 0,
            extents.n(),
            extents.m(),
            extents.k(),
            scalars.alpha(),
            pointerB,
            arithmetic.operand(),
            b.pitch(),
            b.stride(),
            pointerA,
            arithmetic.operand(),
            a.pitch(),
            a.stride(),
            scalars.beta(),
            pointerY,
            arithmetic.result(),
            y.pitch(),
            y.stride(),
            extents.batches(),
            arithmetic.compute(),
            DEFAULT_ALGORITHM));
  }
}
