package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;

/// How cuDNN computes with the elements of a type. All sums are taken in float32 or wider.
public enum DnnArithmetic {
  /// Without the matrix units, which would round the operands.
  FLOAT32(0, 0, 3),
  /// Operands may be rounded to 10 bits of fraction.
  TF32(0, 0, 0),
  FLOAT16(2, 0, 1),
  BFLOAT16(9, 0, 1),
  FLOAT64(1, 1, 0);

  private final int element;
  private final int sum;
  private final int mathType;

  /// @param element a value of `cudnnDataType`
  /// @param sum another
  /// @param mathType a value of `cudnnMathType`
  DnnArithmetic(int element, int sum, int mathType) {
    this.element = element;
    this.sum = sum;
    this.mathType = mathType;
  }

  /// The arithmetic for a floating-point type.
  ///
  /// @throws IllegalArgumentException for other types
  public static DnnArithmetic of(DType dtype, Precision precision) {
    return switch (dtype) {
      case FLOAT32 -> precision == Precision.TF32 ? TF32 : FLOAT32;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT64 -> FLOAT64;
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL, COMPLEX64, COMPLEX128, STRING ->
          throw new IllegalArgumentException(dtype.toString());
    };
  }

  int element() {
    return element;
  }

  int sum() {
    return sum;
  }

  int mathType() {
    return mathType;
  }

  int bytes() {
    return switch (this) {
      case FLOAT32, TF32 -> Float.BYTES;
      case FLOAT16, BFLOAT16 -> Short.BYTES;
      case FLOAT64 -> Double.BYTES;
    };
  }

  Scalars scalars(double alpha, double beta) {
    return this == FLOAT64 ? Scalars.ofDoubles(alpha, beta) : Scalars.ofFloats(alpha, beta);
  }
}
