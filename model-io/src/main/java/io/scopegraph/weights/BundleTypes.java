package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;

/// TensorFlow's numbers of element types.
final class BundleTypes {
  private static final ImmutableMap<Integer, String> LABELS =
      ImmutableMap.<Integer, String>builder()
          .put(1, "float32")
          .put(2, "float64")
          .put(3, "int32")
          .put(4, "uint8")
          .put(5, "int16")
          .put(6, "int8")
          .put(7, "string")
          .put(8, "complex64")
          .put(9, "int64")
          .put(10, "bool")
          .put(11, "qint8")
          .put(12, "quint8")
          .put(13, "qint32")
          .put(14, "bfloat16")
          .put(15, "qint16")
          .put(16, "quint16")
          .put(17, "uint16")
          .put(18, "complex128")
          .put(19, "float16")
          .put(20, "resource")
          .put(21, "variant")
          .put(22, "uint32")
          .put(23, "uint64")
          .put(24, "float8_e5m2")
          .put(25, "float8_e4m3fn")
          .buildOrThrow();

  private BundleTypes() {}

  /// For example `float32`; a number that is not known gives `dtype 99`.
  static String label(int number) {
    return LABELS.getOrDefault(number, "dtype " + number);
  }
}
