package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// The element types by the names and numbers that the kernels know them by.
final class ElementType {
  /// The elements in a pack, where there are kernels for packs.
  static final int PACK = 4;

  private ElementType() {}

  /// The type's part of a kernel's name.
  static String suffix(DType dtype) {
    return dtype == DType.BOOL ? "boolean" : dtype.toString();
  }

  /// The number in `cast.cu`.
  static int code(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 0;
      case FLOAT16 -> 1;
      case BFLOAT16 -> 2;
      case FLOAT64 -> 3;
      case INT8 -> 4;
      case UINT8 -> 5;
      case INT16 -> 6;
      case UINT16 -> 7;
      case INT32 -> 8;
      case UINT32 -> 9;
      case INT64 -> 10;
      case BOOL -> 11;
      case COMPLEX64, COMPLEX128, STRING -> throw new IllegalArgumentException(dtype.toString());
    };
  }

  /// Whether elements are computed as float32, and there are kernels for packs of them.
  static boolean isShortFloat(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  /// Requires floating-point operands of up to 32 bits.
  ///
  /// @throws UnsupportedNode if an input is something else
  static void requireShortFloats(KernelRequest node) {
    for (int input = 0; input < node.count(); input++) {
      if (!isShortFloat(node.dtype(input))) {
        throw new UnsupportedNode(
            "%s on CUDA: not implemented for %s".formatted(node.op().type(), node.dtype(input)));
      }
    }
  }

  /// Adds a number of the type as which elements are computed.
  static void add(Arguments arguments, DType dtype, double value) {
    if (isShortFloat(dtype)) {
      arguments.float32((float) value);
    } else if (dtype == DType.FLOAT64) {
      arguments.float64(value);
    } else {
      arguments.int64((long) value);
    }
  }

  /// Whether operands of a shape may lie row by row: with rows of one element the order of axes
  /// would be lost.
  static boolean canPitch(Shape shape) {
    return shape.rank() > 0 && shape.rank() <= Nest.MOST_AXES && shape.dim(-1) > 1;
  }

  /// The elements from row to row of an operand, 0 if its rows touch each other.
  static long pitch(Span span, DType dtype) {
    return span.pitch() / dtype.byteSize();
  }
}
