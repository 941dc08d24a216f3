package io.scopegraph.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/// The factors of `alpha * result + beta * old` for cuBLAS and cuDNN, outside of the Java heap.
/// Calls write into the pointers, so that each prepared call has its own.
///
/// @param alpha points to a float, or to a double if that is computed with
public record Scalars(Pointer alpha, Pointer beta) {
  /// Factors for results that are computed as floats.
  public static Scalars ofFloats(double alpha, double beta) {
    ByteBuffer buffer = buffer();
    buffer.putFloat(0, (float) alpha).putFloat(Double.BYTES, (float) beta);
    return of(buffer);
  }

  /// Factors for results that are computed as doubles.
  public static Scalars ofDoubles(double alpha, double beta) {
    ByteBuffer buffer = buffer();
    buffer.putDouble(0, alpha).putDouble(Double.BYTES, beta);
    return of(buffer);
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(2 * Double.BYTES).order(ByteOrder.nativeOrder());
  }

  private static Scalars of(ByteBuffer buffer) {
    return new Scalars(Pointer.to(buffer), Pointer.to(buffer).withByteOffset(Double.BYTES));
  }
}
