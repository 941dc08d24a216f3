package io.scopegraph.drawing;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;

/// The attributes of ops as texts. Every op is a record; its components are its attributes.
final class OpAttributes {
  private static final int LIMIT = 160;

  private OpAttributes() {}

  /// All attributes, by name, in order; without specs, which the outputs tell.
  static ImmutableMap<String, String> of(Op op) {
    ImmutableMap.Builder<String, String> attributes = ImmutableMap.builder();
    for (RecordComponent component : op.getClass().getRecordComponents()) {
      Object value = value(op, component);
      if (!(value instanceof TensorSpec)) {
        attributes.put(component.getName(), shorten(text(value)));
      }
    }
    return attributes.buildOrThrow();
  }

  private static Object value(Op op, RecordComponent component) {
    try {
      Object value = component.getAccessor().invoke(op);
      return value == null ? "" : value;
    } catch (IllegalAccessException | InvocationTargetException error) {
      throw new IllegalStateException(
          op.type() + " does not tell its " + component.getName(), error);
    }
  }

  private static String text(Object value) {
    if (value instanceof Tensor tensor) {
      return tensor.spec() + (preview(tensor).isEmpty() ? "" : " = " + preview(tensor));
    }
    if (value instanceof Size2 size) {
      return size(size);
    }
    return value instanceof Padding padding ? padding(padding) : value.toString();
  }

  private static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LIMIT)) + "…";
  }

  /// The attributes that matter most, in a few characters; empty for most ops.
  static String detail(Op op) {
    if (op instanceof Conv2D conv) {
      return stride(conv.strides()) + padding(conv.padding()) + groups(conv.groups());
    }
    if (op instanceof ConvTranspose2D conv) {
      return stride(conv.strides()) + padding(conv.padding()) + groups(conv.groups());
    }
    if (op instanceof Pool2D pool) {
      return size(pool.window()) + ", " + stride(pool.strides()) + padding(pool.padding());
    }
    if (op instanceof Reduce reduce) {
      return reduce.axes().isEmpty() ? "all axes" : "axes " + list(reduce.axes());
    }
    if (op instanceof Concat concat) {
      return "axis " + concat.axis();
    }
    return op instanceof Transpose transpose ? list(transpose.permutation()) : "";
  }

  /// The elements of a tensor of at most four, else nothing.
  static String preview(Tensor tensor) {
    boolean shown = tensor.elementCount() >= 1 && tensor.elementCount() <= 4;
    if (!shown || !tensor.dtype().isNumeric()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < tensor.elementCount(); index++) {
      text.append(index == 0 ? "" : ", ").append(element(tensor, index));
    }
    return tensor.shape().rank() == 0 ? text.toString() : "[" + text + "]";
  }

  private static String element(Tensor tensor, long index) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> Float.toString(tensor.getFloat(index));
      case FLOAT16, BFLOAT16 -> Float.toString((float) tensor.getDouble(index));
      case FLOAT64 -> Double.toString(tensor.getDouble(index));
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> Long.toString(tensor.getLong(index));
      case BOOL -> Boolean.toString(tensor.getLong(index) != 0);
      case COMPLEX64, COMPLEX128, STRING -> "?";
    };
  }

  private static String list(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String stride(Size2 strides) {
    return strides.equals(Size2.ONE) ? "" : "stride " + size(strides) + ", ";
  }

  private static String size(Size2 size) {
    return size.height() == size.width()
        ? Integer.toString(size.height())
        : size.height() + "×" + size.width();
  }

  private static String groups(int groups) {
    return groups == 1 ? "" : ", " + groups + " groups";
  }

  private static String padding(Padding padding) {
    return switch (padding.kind()) {
      case SAME_UPPER -> "SAME";
      case SAME_LOWER -> "SAME_LOWER";
      case VALID -> "VALID";
      case EXPLICIT -> explicit(padding);
    };
  }

  private static String explicit(Padding padding) {
    boolean even = padding.top() == padding.bottom() && padding.left() == padding.right();
    if (even && padding.top() == padding.left()) {
      return "pad " + padding.top();
    }
    return even
        ? "pad %d×%d".formatted(padding.top(), padding.left())
        : "pad %d %d %d %d"
            .formatted(padding.top(), padding.left(), padding.bottom(), padding.right());
  }
}
