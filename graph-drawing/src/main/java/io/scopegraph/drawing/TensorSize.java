package io.scopegraph.drawing;

import com.google.common.math.LongMath;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// How much a spec holds. Numbers beyond 63 bits are held at the largest one: a picture of a model
/// that no machine can run is still a picture.
final class TensorSize {
  private TensorSize() {}

  static boolean isKnown(TensorSpec spec) {
    return spec.shape().isRankKnown() && spec.shape().isFullyDefined();
  }

  /// The elements; 0 if they are unknown.
  static long elements(TensorSpec spec) {
    return isKnown(spec) ? product(spec.shape()) : 0;
  }

  /// The bytes; 0 if they are unknown.
  static long bytes(TensorSpec spec) {
    return LongMath.saturatedMultiply(elements(spec), spec.dtype().byteSize());
  }

  /// True for the spec of a constant that counts as a parameter.
  static boolean isParameter(TensorSpec spec) {
    return spec.dtype().isFloating() && isKnown(spec) && spec.shape().rank() > 0;
  }

  private static long product(Shape shape) {
    long product = 1;
    for (long dim : shape.dims()) {
      product = LongMath.saturatedMultiply(product, dim);
    }
    return product;
  }
}
