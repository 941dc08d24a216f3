package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// The format's numbers for element types.
final class ElementTypes {
  static final int FLOAT = 1;

  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "undefined",
          "float32",
          "uint8",
          "int8",
          "uint16",
          "int16",
          "int32",
          "int64",
          "string",
          "bool",
          "float16",
          "float64",
          "uint32",
          "uint64",
          "complex64",
          "complex128",
          "bfloat16");

  private ElementTypes() {}

  /// The dtype of a number, or null if it has none here.
  static @Nullable DType dtype(int number) {
    return switch (number) {
      case FLOAT -> DType.FLOAT32;
      case 2 -> DType.UINT8;
      case 3 -> DType.INT8;
      case 6 -> DType.INT32;
      case 7 -> DType.INT64;
      case 9 -> DType.BOOL;
      case 10 -> DType.FLOAT16;
      case 11 -> DType.FLOAT64;
      case 16 -> DType.BFLOAT16;
      default -> null;
    };
  }

  /// The words for a number that [#dtype] does not know.
  static String unsupported(int number) {
    String name = number >= 0 && number < NAMES.size() ? NAMES.get(number) : "number " + number;
    return "element type %s is not supported".formatted(name);
  }
}
