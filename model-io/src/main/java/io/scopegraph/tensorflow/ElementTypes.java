package io.scopegraph.tensorflow;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensorflow.proto.DataType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The format's element types.
final class ElementTypes {
  /// What is added to the number of a type for a variable of it.
  private static final int REFERENCE = 100;

  private ElementTypes() {}

  /// The dtype of a number, variable or not; null if nothing can be computed with it.
  static @Nullable DType dtype(int number) {
    DataType type = DataType.forNumber(number > REFERENCE ? number - REFERENCE : number);
    return switch (type) {
      case DT_FLOAT -> DType.FLOAT32;
      case DT_DOUBLE -> DType.FLOAT64;
      case DT_INT32 -> DType.INT32;
      case DT_UINT8 -> DType.UINT8;
      case DT_INT8 -> DType.INT8;
      case DT_INT64 -> DType.INT64;
      case DT_INT16 -> DType.INT16;
      case DT_UINT16 -> DType.UINT16;
      case DT_UINT32 -> DType.UINT32;
      case DT_BOOL -> DType.BOOL;
      case DT_BFLOAT16 -> DType.BFLOAT16;
      case DT_HALF -> DType.FLOAT16;
      case null, default -> null;
    };
  }

  static DataType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> DataType.DT_FLOAT;
      case FLOAT16 -> DataType.DT_HALF;
      case BFLOAT16 -> DataType.DT_BFLOAT16;
      case FLOAT64 -> DataType.DT_DOUBLE;
      case INT8 -> DataType.DT_INT8;
      case UINT8 -> DataType.DT_UINT8;
      case INT32 -> DataType.DT_INT32;
      case INT64 -> DataType.DT_INT64;
      case INT16 -> DataType.DT_INT16;
      case UINT16 -> DataType.DT_UINT16;
      case UINT32 -> DataType.DT_UINT32;
      case BOOL -> DataType.DT_BOOL;
      case COMPLEX64 -> DataType.DT_COMPLEX64;
      case COMPLEX128 -> DataType.DT_COMPLEX128;
      case STRING -> DataType.DT_STRING;
    };
  }

  /// The words for a number that [#dtype] does not know.
  static String unsupported(int number) {
    DataType type = DataType.forNumber(number);
    if (number == 0) {
      return "the element type is missing";
    }
    String name =
        type == null
            ? "number " + number
            : type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
    return "element type %s is not supported".formatted(name);
  }
}
