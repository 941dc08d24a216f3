package io.scopegraph.weights;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// Floating-point numbers of other widths as float32.
final class FloatConversion {
  private FloatConversion() {}

  /// The tensor in a dtype: itself if it has it, else each element rounded to float32.
  static Tensor to(DType dtype, Tensor tensor) {
    if (tensor.dtype() == dtype) {
      return tensor;
    }
    Tensor converted = Tensor.allocate(new TensorSpec(dtype, tensor.shape()));
    for (long i = 0; i < tensor.elementCount(); i++) {
      converted.setDouble(i, tensor.getDouble(i));
    }
    return converted;
  }
}
