package io.scopegraph.cuda.blas;

import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;

/// How cuBLAS computes with the elements of a type. All sums are taken in float32 or wider.
public enum Arithmetic {
  FLOAT32(0, 0, 68, 0),
  /// Operands are rounded to 10 bits of fraction.
  TF32(0, 0, 77, 3),
  FLOAT16(2, 2, 68, 16),
  BFLOAT16(14, 14, 68, 16),
  /// Operands of 16 bits, results of 32.
  FLOAT16_SUMS(2, 0, 68, 16),
  BFLOAT16_SUMS(14, 0, 68, 16),
  FLOAT64(1, 1, 70, 0);

  private final int operand;
  private final int result;
  private final int compute;
  private final int mathMode;

  /// @param operand a value of `cudaDataType`
  /// @param compute a value of `cublasComputeType`
  /// @param mathMode a value of `cublasMath`; 16 keeps partial sums of 16-bit products from being
  ///   rounded to 16 bits
  Arithmetic(int operand, int result, int compute, int mathMode) {
    this.operand = operand;
    this.result = result;
    this.compute = compute;
    this.mathMode = mathMode;
  }

  /// The arithmetic for a floating-point type.
  ///
  /// @throws IllegalArgumentException for other types
  public static Arithmetic of(DType dtype, Precision precision) {
    return switch (dtype) {
      case FLOAT32 -> precision == Precision.TF32 ? TF32 : FLOAT32;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT64 -> FLOAT64;
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL, COMPLEX64, COMPLEX128, STRING ->
          throw new IllegalArgumentException(dtype.toString());
    };
  }

  /// The same with results that are not rounded to 16 bits.
  public Arithmetic withSums() {
    return switch (this) {
      case FLOAT16, FLOAT16_SUMS -> FLOAT16_SUMS;
      case BFLOAT16, BFLOAT16_SUMS -> BFLOAT16_SUMS;
      case FLOAT32, TF32, FLOAT64 -> this;
    };
  }

  int operand() {
    return operand;
  }

  int result() {
    return result;
  }

  int compute() {
    return compute;
  }

  int mathMode() {
    return mathMode;
  }

  Scalars scalars(double alpha, double beta) {
    return this == FLOAT64 ? Scalars.ofDoubles(alpha, beta) : Scalars.ofFloats(alpha, beta);
  }
}
