package io.scopegraph.weights;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// The format's names of element types.
final class SafetensorsTypes {
  private static final ImmutableBiMap<String, String> LABELS =
      ImmutableBiMap.<String, String>builder()
          .put("BOOL", "bool")
          .put("U8", "uint8")
          .put("I8", "int8")
          .put("F8_E4M3", "float8_e4m3fn")
          .put("F8_E5M2", "float8_e5m2")
          .put("U16", "uint16")
          .put("I16", "int16")
          .put("F16", "float16")
          .put("BF16", "bfloat16")
          .put("U32", "uint32")
          .put("I32", "int32")
          .put("F32", "float32")
          .put("U64", "uint64")
          .put("I64", "int64")
          .put("F64", "float64")
          .put("C64", "complex64")
          .buildOrThrow();

  /// Bytes of an element.
  private static final ImmutableMap<String, Integer> SIZES =
      ImmutableMap.<String, Integer>builder()
          .put("BOOL", 1)
          .put("U8", 1)
          .put("I8", 1)
          .put("F8_E4M3", 1)
          .put("F8_E5M2", 1)
          .put("U16", 2)
          .put("I16", 2)
          .put("F16", 2)
          .put("BF16", 2)
          .put("U32", 4)
          .put("I32", 4)
          .put("F32", 4)
          .put("U64", 8)
          .put("I64", 8)
          .put("F64", 8)
          .put("C64", 8)
          .buildOrThrow();

  private SafetensorsTypes() {}

  /// For example `float32`; a type that is not known keeps its name.
  static String label(String type) {
    return LABELS.getOrDefault(type, type);
  }

  /// The format's name of a dtype, or null if it has none.
  static @Nullable String type(DType dtype) {
    return LABELS.inverse().get(dtype.toString());
  }

  /// Bytes of an element, or 0 if the type is not known.
  static int byteSize(String type) {
    return SIZES.getOrDefault(type, 0);
  }
}
