package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.AttrValue.ValueCase;
import io.scopegraph.tensorflow.proto.TensorProto;
import io.scopegraph.tensorflow.proto.TensorShapeProto;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The attributes of one node, by name and with the type that the reader expects. An attribute that
/// is left out has the default that TensorFlow gives it.
final class Attributes {
  private final Map<String, AttrValue> byName;
  private final Function<String, ModelFormatException> malformed;

  /// @param malformed makes an error that names the node
  Attributes(Map<String, AttrValue> byName, Function<String, ModelFormatException> malformed) {
    this.byName = byName;
    this.malformed = malformed;
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /// A number that must fit into 32 bits: an axis, a count.
  int small(String name, int absent) {
    AttrValue value = find(name, ValueCase.I);
    return value == null ? absent : small(name, value.getI());
  }

  boolean flag(String name, boolean absent) {
    AttrValue value = find(name, ValueCase.B);
    return value == null ? absent : value.getB();
  }

  float number(String name, float absent) {
    AttrValue value = find(name, ValueCase.F);
    return value == null ? absent : value.getF();
  }

  String text(String name, String absent) {
    AttrValue value = find(name, ValueCase.S);
    return value == null ? absent : value.getS().toStringUtf8();
  }

  /// The number of an element type, or 0.
  int type(String name) {
    AttrValue value = find(name, ValueCase.TYPE);
    return value == null ? 0 : value.getTypeValue();
  }

  @Nullable TensorProto tensor(String name) {
    AttrValue value = find(name, ValueCase.TENSOR);
    return value == null ? null : value.getTensor();
  }

  /// A list of numbers that must fit into 32 bits; empty if it is left out.
  ImmutableList<Integer> smalls(String name) {
    AttrValue value = find(name, ValueCase.LIST);
    if (value == null) {
      return ImmutableList.of();
    }
    if (value.getList().getICount() > ImportedModel.MAX_LIST) {
      throw malformed.apply(
          "attribute %s: %d numbers are too many".formatted(name, value.getList().getICount()));
    }
    return value.getList().getIList().stream()
        .map(number -> small(name, number))
        .collect(ImmutableList.toImmutableList());
  }

  /// A shape; the unknown one if it is left out.
  Shape shape(String name) {
    AttrValue value = find(name, ValueCase.SHAPE);
    if (value == null || value.getShape().getUnknownRank()) {
      return Shape.unknownRank();
    }
    if (value.getShape().getDimCount() > ImportedModel.MAX_RANK) {
      throw malformed.apply(
          "attribute %s: rank %d is not supported".formatted(name, value.getShape().getDimCount()));
    }
    long[] dims = new long[value.getShape().getDimCount()];
    for (int axis = 0; axis < dims.length; axis++) {
      TensorShapeProto.Dim dim = value.getShape().getDim(axis);
      if (dim.getSize() < Shape.UNKNOWN) {
        throw malformed.apply("attribute %s: a dim is below -1: %d".formatted(name, dim.getSize()));
      }
      dims[axis] = dim.getSize();
    }
    return Shape.of(dims);
  }

  private int small(String name, long value) {
    int saturated = Ints.saturatedCast(value);
    if (saturated != value) {
      throw malformed.apply("attribute %s is out of range: %d".formatted(name, value));
    }
    return saturated;
  }

  private @Nullable AttrValue find(String name, ValueCase expected) {
    AttrValue value = byName.get(name);
    if (value == null) {
      return null;
    }
    boolean emptyList =
        expected == ValueCase.LIST && value.getValueCase() == ValueCase.VALUE_NOT_SET;
    if (value.getValueCase() != expected && !emptyList) {
      throw malformed.apply(
          "attribute %s must be %s, found %s"
              .formatted(name, words(expected), words(value.getValueCase())));
    }
    return value;
  }

  private static String words(ValueCase type) {
    return switch (type) {
      case LIST -> "a list";
      case S -> "text";
      case I -> "an integer";
      case F -> "a number";
      case B -> "true or false";
      case TYPE -> "an element type";
      case SHAPE -> "a shape";
      case TENSOR -> "a tensor";
      case PLACEHOLDER, FUNC -> "a " + type.name().toLowerCase(Locale.ROOT);
      case VALUE_NOT_SET -> "nothing";
    };
  }
}
