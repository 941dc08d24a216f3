package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Regularizer;
import io.scopegraph.builder.Reuse;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of a case file.
final class CaseValues {
  private static final Map<String, String> KEYS =
      Map.of(
          "GLOBAL_VARIABLES", GraphKeys.GLOBAL_VARIABLES,
          "TRAINABLE_VARIABLES", GraphKeys.TRAINABLE_VARIABLES,
          "LOCAL_VARIABLES", GraphKeys.LOCAL_VARIABLES,
          "REGULARIZATION_LOSSES", GraphKeys.REGULARIZATION_LOSSES,
          "UPDATE_OPS", GraphKeys.UPDATE_OPS);

  private CaseValues() {}

  static String key(String name) {
    return KEYS.getOrDefault(name, name);
  }

  static String[] keys(JsonNode names) {
    List<String> keys = new ArrayList<>();
    names.forEach(name -> keys.add(key(name.asText())));
    return keys.toArray(String[]::new);
  }

  static Shape shape(JsonNode dims) {
    if (!dims.isArray()) {
      return Shape.unknownRank();
    }
    long[] extents = new long[dims.size()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = dims.get(axis).asLong(Shape.UNKNOWN);
    }
    return Shape.of(extents);
  }

  static DType dtype(JsonNode name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name.asText())) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("There is no dtype " + name);
  }

  /// The reuse argument, where false and null mean the same.
  static Reuse reuse(JsonNode value) {
    return switch (value.asText()) {
      case "true" -> Reuse.REUSE;
      case "AUTO_REUSE" -> Reuse.AUTO_REUSE;
      default -> Reuse.INHERIT;
    };
  }

  static Initializer initializer(GraphBuilder graph, JsonNode value) {
    return switch (value.path("kind").asText()) {
      case "" -> Initializers.value(tensor(value, null));
      case "zeros", "class_zeros" -> Initializers.zeros();
      case "ones" -> Initializers.ones();
      case "constant" -> Initializers.constant(value.path("value").asDouble());
      case "tensor" -> {
        DType dtype = value.has("dtype") ? dtype(value.path("dtype")) : null;
        yield Initializers.value(graph.constant(tensor(value.path("value"), dtype)));
      }
      default -> throw new IllegalArgumentException("There is no initializer " + value);
    };
  }

  static Regularizer regularizer(JsonNode value) {
    return switch (value.path("kind").asText()) {
      case "identity" -> variable -> ArrayOps.identity(variable, value.path("name").asText("reg"));
      case "none" -> Regularizer.NONE;
      default -> throw new IllegalArgumentException("There is no regularizer " + value);
    };
  }

  /// Nested lists of numbers or booleans; floating-point ones are float32, integers int32.
  static Tensor tensor(JsonNode value, @Nullable DType asked) {
    List<JsonNode> elements = new ArrayList<>();
    List<Long> dims = new ArrayList<>();
    for (JsonNode node = value; node.isArray(); node = node.path(0)) {
      dims.add((long) node.size());
    }
    flatten(value, elements);
    DType dtype = asked == null ? natural(elements) : asked;
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    return fill(Tensor.allocate(new TensorSpec(dtype, shape)), elements);
  }

  /// As [#tensor], in a given shape; the last element fills what is left.
  static Tensor constant(JsonNode value, @Nullable Shape shape) {
    Tensor given = tensor(value, null);
    if (shape == null) {
      return given;
    }
    List<JsonNode> elements = new ArrayList<>();
    flatten(value, elements);
    return fill(Tensor.allocate(given.spec().withShape(shape)), elements);
  }

  private static Tensor fill(Tensor tensor, List<JsonNode> elements) {
    for (int i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, number(elements.get(Math.min(i, elements.size() - 1))));
    }
    return tensor;
  }

  private static double number(JsonNode element) {
    return element.isBoolean() ? element.asBoolean() ? 1 : 0 : element.asDouble();
  }

  private static void flatten(JsonNode value, List<JsonNode> elements) {
    if (value.isArray()) {
      value.forEach(element -> flatten(element, elements));
    } else {
      elements.add(value);
    }
  }

  private static DType natural(List<JsonNode> elements) {
    if (elements.isEmpty() || elements.stream().anyMatch(JsonNode::isFloatingPointNumber)) {
      return DType.FLOAT32;
    }
    return elements.getFirst().isBoolean() ? DType.BOOL : DType.INT32;
  }

  /// A tensor as nested lists.
  static Object list(Tensor tensor) {
    return list(tensor, 0, 0);
  }

  private static Object list(Tensor tensor, int axis, long offset) {
    if (axis == tensor.shape().rank()) {
      return switch (tensor.dtype()) {
        case BOOL -> tensor.getLong(offset) != 0;
        case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> tensor.getDouble(offset);
        case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> tensor.getLong(offset);
        case COMPLEX64, COMPLEX128, STRING ->
            throw new IllegalArgumentException(tensor.spec().toString());
      };
    }
    long step = tensor.shape().elementCount(axis + 1, tensor.shape().rank());
    List<Object> elements = new ArrayList<>();
    for (long i = 0; i < tensor.shape().dim(axis); i++) {
      elements.add(list(tensor, axis + 1, offset + i * step));
    }
    return elements;
  }
}
