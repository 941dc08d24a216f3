package io.scopegraph.weights;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shape whose dims come from a file: at most 64 of them, none negative, and a product that no
/// element size takes beyond 63 bits.
record TensorShape(Shape shape, long elementCount) {
  static final int MAX_RANK = 64;

  /// A bound for the element count that leaves room for any element size.
  private static final long MAX_ELEMENTS = Long.MAX_VALUE / 64;

  /// Why dims are none of a tensor, or null if they are.
  static @Nullable String problem(List<Long> dims) {
    if (dims.size() > MAX_RANK) {
      return "a rank of %d, above %d, is not supported".formatted(dims.size(), MAX_RANK);
    }
    long product = 1;
    for (long dim : dims) {
      if (dim < 0) {
        return "the shape has a negative dim, " + dim;
      }
      long factor = Math.max(dim, 1);
      if (factor > MAX_ELEMENTS / product) {
        return "the shape %s has more elements than any file".formatted(dims);
      }
      product *= factor;
    }
    return null;
  }

  /// The shape of dims that have no [#problem].
  static TensorShape of(List<Long> dims) {
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    return new TensorShape(shape, shape.elementCount());
  }

  long byteSize(DType dtype) {
    return elementCount * dtype.byteSize();
  }
}
