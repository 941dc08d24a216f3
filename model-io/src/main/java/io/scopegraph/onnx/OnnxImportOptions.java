package io.scopegraph.onnx;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;

/// How a model is imported.
///
/// @param constants values for some of the model's inputs; these inputs become constants of the
///   graph. Shape-like operands (axes, pads, repeats) that a model takes as inputs are given so.
public record OnnxImportOptions(ImmutableMap<String, Tensor> constants) {
  private static final OnnxImportOptions DEFAULTS = new OnnxImportOptions(ImmutableMap.of());

  public static OnnxImportOptions defaults() {
    return DEFAULTS;
  }

  /// These options with one more input made a constant.
  public OnnxImportOptions withConstant(String input, Tensor value) {
    return new OnnxImportOptions(
        ImmutableMap.<String, Tensor>builder()
            .putAll(constants)
            .put(input, value)
            .buildKeepingLast());
  }
}
