package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The `create` step of a case: one op.
final class CaseOps {
  private CaseOps() {}

  static Named create(
      GraphBuilder graph, JsonNode step, @Nullable String name, List<Operand> inputs) {
    String type = step.path("type").asText();
    return switch (type) {
      case "const" -> graph.constant(name, constant(step));
      case "placeholder" ->
          graph.placeholder(name, DType.FLOAT32, CaseValues.shape(step.path("shape")));
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
      case "no_op" -> graph.noOp(name);
      default -> throw new IllegalArgumentException("There is no op type " + type);
    };
  }

  private static Tensor constant(JsonNode step) {
    JsonNode value = step.has("value") ? step.path("value") : DoubleNode.valueOf(1);
    return CaseValues.constant(
        value, step.has("shape") ? CaseValues.shape(step.path("shape")) : null);
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
