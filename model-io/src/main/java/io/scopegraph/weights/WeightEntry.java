package io.scopegraph.weights;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// What a file says of one of its tensors.
///
/// @param name as the file has it
/// @param dtype its element type: that of a [DType], or the file's own word where there is none
/// @param byteSize what it takes in the file
/// @param refusal why it cannot be loaded, or null if it can
public record WeightEntry(
    String name, String dtype, Shape shape, long byteSize, @Nullable String refusal) {
  /// True if the tensor can be loaded.
  public boolean isLoadable() {
    return refusal == null;
  }

  /// The spec of the loaded tensor, or null if it cannot be loaded.
  public @Nullable TensorSpec spec() {
    DType known = ElementTypes.find(dtype);
    return known == null || refusal != null ? null : new TensorSpec(known, shape);
  }

  /// For example `float32(3, 3, 1, 8)` or `string()`.
  @Override
  public String toString() {
    return dtype + shape;
  }
}
