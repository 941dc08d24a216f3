package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values and ops of a case file.
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

  static DType dtype(String name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw new CaseProgram.Uncovered(name);
  }

  static Initializer initializer(GraphBuilder graph, JsonNode value) {
    return switch (value.path("kind").asText()) {
      case "" -> Initializers.value(tensor(value, null));
      case "zeros", "class_zeros" -> Initializers.zeros();
      case "ones" -> Initializers.ones();
      case "constant" -> Initializers.constant(value.path("value").asDouble());
      case "tensor" -> {
        DType dtype = value.has("dtype") ? dtype(value.path("dtype").asText()) : null;
        yield Initializers.value(graph.constant(tensor(value.path("value"), dtype)));
      }
      default -> throw new CaseProgram.Uncovered(value.toString());
    };
  }

  private static Tensor tensor(JsonNode value, @Nullable DType asked) {
    List<Double> elements = new ArrayList<>();
    value.forEach(element -> elements.add(element.asDouble()));
    JsonNode first = value.isArray() ? value.path(0) : value;
    DType found = first.isIntegralNumber() ? DType.INT32 : DType.FLOAT32;
    Shape shape = value.isArray() ? Shape.of(value.size()) : Shape.scalar();
    Tensor tensor = Tensor.allocate(new TensorSpec(asked == null ? found : asked, shape));
    for (int i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, value.isArray() ? elements.get(i) : value.asDouble());
    }
    return tensor;
  }

  static Output create(
      GraphBuilder graph, JsonNode step, @Nullable String name, List<Operand> inputs) {
    String type = step.path("type").asText();
    return switch (type) {
      case "const" -> graph.constant(name, constant(step));
      case "placeholder" -> graph.placeholder(name, DType.FLOAT32, shape(step.path("shape")));
      case "identity" -> ArrayOps.identity(inputs.getFirst(), name);
      case "relu" -> Nn.relu(inputs.getFirst(), name);
      case "add" -> MathOps.add(inputs.get(0), inputs.get(1), name);
      case "mul" -> MathOps.mul(inputs.get(0), inputs.get(1), name);
      case "operator_add" -> inputs.get(0).plus(inputs.get(1));
      case "operator_mul" -> inputs.get(0).times(inputs.get(1));
      case "bias_add" -> Nn.biasAdd(inputs.get(0), inputs.get(1), format(step), name);
      case "conv2d" -> Nn.conv2d(inputs.get(0), inputs.get(1), convolution(step), name);
      case "max_pool" -> Nn.pool(inputs.getFirst(), pool(step, Pool2D.Kind.MAX), name);
      case "avg_pool" -> Nn.pool(inputs.getFirst(), pool(step, Pool2D.Kind.AVERAGE), name);
      default -> throw new CaseProgram.Uncovered(type);
    };
  }

  private static Tensor constant(JsonNode step) {
    JsonNode value = step.path("value");
    if (value.isArray() && !step.has("shape")) {
      return tensor(value, null);
    }
    Shape shape = step.has("shape") ? shape(step.path("shape")) : Shape.scalar();
    DType dtype = value.isIntegralNumber() ? DType.INT32 : DType.FLOAT32;
    return Tensor.filled(new TensorSpec(dtype, shape), value.asDouble(1));
  }

  private static Conv2D convolution(JsonNode step) {
    Size2 dilations = step.has("dilations") ? size(step, "dilations") : Size2.ONE;
    return new Conv2D(
        size(step, "strides"), dilations, padding(step), 1, format(step), Epilogue.NONE);
  }

  private static Pool2D pool(JsonNode step, Pool2D.Kind kind) {
    return Pool2D.of(kind, size(step, "ksize"), size(step, "strides"), padding(step), format(step));
  }

  private static DataFormat format(JsonNode step) {
    return DataFormat.valueOf(step.path("data_format").asText("NHWC"));
  }

  private static Padding padding(JsonNode step) {
    return step.path("padding").asText().toUpperCase(Locale.ROOT).equals("SAME")
        ? Padding.SAME
        : Padding.VALID;
  }

  private static Size2 size(JsonNode step, String field) {
    JsonNode sizes = step.path(field);
    DataFormat format = format(step);
    return new Size2(sizes.get(format.heightAxis()).asInt(), sizes.get(format.widthAxis()).asInt());
  }
}
