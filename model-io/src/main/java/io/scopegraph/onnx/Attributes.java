package io.scopegraph.onnx;

import com.google.common.primitives.Ints;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.AttributeProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The attributes of one node, by name and with the type that the reader expects.
final class Attributes {
  private enum Type {
    FLOAT(1),
    INT(2),
    STRING(3),
    TENSOR(4),
    FLOATS(6),
    INTS(7);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final Map<String, AttributeProto> byName = new HashMap<>();
  private final Function<String, ModelFormatException> malformed;

  /// @param malformed makes an error that names the node
  Attributes(NodeProto node, Function<String, ModelFormatException> malformed) {
    this.malformed = malformed;
    for (AttributeProto attribute : node.getAttributeList()) {
      if (byName.put(attribute.getName(), attribute) != null) {
        throw malformed.apply("attribute %s is given twice".formatted(attribute.getName()));
      }
    }
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  long integer(String name, long absent) {
    AttributeProto attribute = find(name, Type.INT);
    return attribute == null ? absent : attribute.getI();
  }

  /// A number that must fit into 32 bits: an axis, a count.
  int small(String name, int absent) {
    return small(name, integer(name, absent));
  }

  boolean flag(String name, boolean absent) {
    return integer(name, absent ? 1 : 0) != 0;
  }

  float number(String name, float absent) {
    AttributeProto attribute = find(name, Type.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  String text(String name, String absent) {
    AttributeProto attribute = find(name, Type.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  @Nullable TensorProto tensor(String name) {
    AttributeProto attribute = find(name, Type.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  long @Nullable [] integers(String name) {
    AttributeProto attribute = find(name, Type.INTS);
    return attribute == null
        ? null
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  float @Nullable [] numbers(String name) {
    AttributeProto attribute = find(name, Type.FLOATS);
    if (attribute == null) {
      return null;
    }
    float[] values = new float[attribute.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getFloats(i);
    }
    return values;
  }

  /// A list of numbers that must fit into 32 bits, such as axes, strides or pads.
  int @Nullable [] smalls(String name) {
    long[] values = integers(name);
    if (values == null) {
      return null;
    }
    int[] result = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = small(name, values[i]);
    }
    return result;
  }

  private int small(String name, long value) {
    int saturated = Ints.saturatedCast(value);
    if (saturated != value) {
      throw malformed.apply("attribute %s is out of range: %d".formatted(name, value));
    }
    return saturated;
  }

  private @Nullable AttributeProto find(String name, Type expected) {
    AttributeProto attribute = byName.get(name);
    if (attribute == null) {
      return null;
    }
    if (!attribute.getRefAttrName().isEmpty()) {
      throw malformed.apply("attribute %s refers to an attribute of a function".formatted(name));
    }
    boolean fits =
        attribute.hasType() ? attribute.getType() == expected.number : holds(attribute, expected);
    if (!fits) {
      throw malformed.apply(
          "attribute %s must be of type %s, found %s"
              .formatted(
                  name, expected, attribute.hasType() ? typeName(attribute.getType()) : "none"));
    }
    return attribute;
  }

  /// Whether an attribute without a declared type can be read as one.
  private static boolean holds(AttributeProto attribute, Type type) {
    return switch (type) {
      case FLOAT -> attribute.hasF();
      case INT -> attribute.hasI();
      case STRING -> attribute.hasS();
      case TENSOR -> attribute.hasT();
      case FLOATS -> attribute.getFloatsCount() > 0 || isEmpty(attribute);
      case INTS -> attribute.getIntsCount() > 0 || isEmpty(attribute);
    };
  }

  private static boolean isEmpty(AttributeProto attribute) {
    return !attribute.hasF()
        && !attribute.hasI()
        && !attribute.hasS()
        && !attribute.hasT()
        && !attribute.hasG()
        && attribute.getFloatsCount() == 0
        && attribute.getIntsCount() == 0
        && attribute.getStringsCount() == 0;
  }

  private static String typeName(int number) {
    for (Type type : Type.values()) {
      if (type.number == number) {
        return type.name();
      }
    }
    return "type " + number;
  }
}
