package io.scopegraph.tensor;

import java.util.Objects;

/// What is known of a value before running: its element type and its shape.
public record TensorSpec(DType dtype, Shape shape) {
  public TensorSpec {
    Objects.requireNonNull(dtype, "dtype");
    Objects.requireNonNull(shape, "shape");
  }

  /// Bytes of a dense tensor of this spec.
  ///
  /// @throws IllegalStateException if the shape is not fully defined, or the elements are strings
  /// @throws ArithmeticException if the number exceeds 63 bits
  public long byteSize() {
    if (dtype == DType.STRING) {
      throw new IllegalStateException("Strings have no fixed size: " + this);
    }
    return Math.multiplyExact(shape.elementCount(), (long) dtype.byteSize());
  }

  public TensorSpec withShape(Shape changed) {
    return new TensorSpec(dtype, changed);
  }

  public TensorSpec withDType(DType changed) {
    return new TensorSpec(changed, shape);
  }

  /// For example `float32(1, 3, ?, ?)`.
  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
