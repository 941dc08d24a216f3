package io.scopegraph.io;

import io.scopegraph.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// How an array file stores its elements, and the dtype that takes them.
///
/// @param kind the letter of the format: f, i, u or b
/// @param size bytes of an element in the file
record NpyElement(char kind, int size, ByteOrder order, DType dtype) {
  /// The element of a description such as `<f4`, or null if it is not supported.
  static @Nullable NpyElement of(String description) {
    if (description.length() != 3) {
      return null;
    }
    ByteOrder order = description.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    DType dtype =
        "<>=|".indexOf(description.charAt(0)) < 0 ? null : dtype(description.substring(1));
    return dtype == null
        ? null
        : new NpyElement(description.charAt(1), description.charAt(2) - '0', order, dtype);
  }

  private static @Nullable DType dtype(String type) {
    return switch (type) {
      case "f2" -> DType.FLOAT16;
      case "f4" -> DType.FLOAT32;
      case "f8" -> DType.FLOAT64;
      case "i1" -> DType.INT8;
      case "u1" -> DType.UINT8;
      case "i2" -> DType.INT16;
      case "u2" -> DType.UINT16;
      case "i4" -> DType.INT32;
      case "u4" -> DType.UINT32;
      case "i8" -> DType.INT64;
      case "b1" -> DType.BOOL;
      default -> null;
    };
  }

  /// The description of a dtype; bfloat16 has none and is written as float32.
  static String describe(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> "<f2";
      case FLOAT32, BFLOAT16 -> "<f4";
      case FLOAT64 -> "<f8";
      case INT8 -> "|i1";
      case UINT8 -> "|u1";
      case INT16 -> "<i2";
      case UINT16 -> "<u2";
      case INT32 -> "<i4";
      case UINT32 -> "<u4";
      case INT64 -> "<i8";
      case BOOL -> "|b1";
      case COMPLEX64, COMPLEX128, STRING ->
          throw new IllegalArgumentException("Elements of %s are not written".formatted(dtype));
    };
  }

  /// True if the file's bytes are the tensor's.
  boolean isStoredAsTensor() {
    return size == dtype.byteSize() && (size == 1 || order == ByteOrder.LITTLE_ENDIAN);
  }

  /// Copies one element, swapped if need be.
  void copy(MemorySegment from, long index, MemorySegment to, long target) {
    long bits =
        switch (size) {
          case 1 -> from.get(ValueLayout.JAVA_BYTE, index);
          case 2 -> from.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), index * 2);
          case 4 -> from.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), index * 4);
          default -> from.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), index * 8);
        };
    if (kind == 'u' && size < 8) {
      bits &= (1L << (8 * size)) - 1;
    }
    switch (dtype.byteSize()) {
      case 1 -> to.set(ValueLayout.JAVA_BYTE, target, (byte) bits);
      case 2 -> to.set(ValueLayout.JAVA_SHORT_UNALIGNED, target * 2, (short) bits);
      case 4 -> to.set(ValueLayout.JAVA_INT_UNALIGNED, target * 4, (int) bits);
      default -> to.set(ValueLayout.JAVA_LONG_UNALIGNED, target * 8, bits);
    }
  }
}
