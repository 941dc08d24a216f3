package io.scopegraph.weights;

/// The formats in which weights are read.
public enum WeightFormat {
  TENSORFLOW_CHECKPOINT("TensorFlow checkpoint"),
  SAFETENSORS("safetensors"),
  NPZ("npz"),
  NPY("npy");

  private final String label;

  WeightFormat(String label) {
    this.label = label;
  }

  /// For people: `TensorFlow checkpoint`, `safetensors`, `npz`, `npy`.
  @Override
  public String toString() {
    return label;
  }
}
