package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.layers.Conv2DLayer;
import io.scopegraph.layers.DenseLayer;
import io.scopegraph.layers.Layer;
import io.scopegraph.layers.Layers;
import io.scopegraph.layers.Pooling2DLayer;
import io.scopegraph.layers.WeightedLayer;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// The layers of a case, in both of their forms.
final class CaseLayers {
  private CaseLayers() {}

  /// A layer with its settings, not called yet.
  ///
  /// @param input null for a layer object
  static Layer<?> make(GraphBuilder graph, JsonNode step, @Nullable Operand input) {
    Layer<?> layer = settings(graph, step, input);
    return layer
        .name(step.path("name").textValue())
        .reuse(CaseValues.reuse(step.path("reuse")))
        .trainable(step.path("trainable").asBoolean(true));
  }

  private static Layer<?> settings(GraphBuilder graph, JsonNode step, @Nullable Operand input) {
    String type = step.path("type").asText();
    return switch (type) {
      case "conv2d" -> conv2d(graph, step, input);
      case "dense" -> dense(graph, step, input);
      case "max_pooling2d" -> {
        Size2 pool = size(step.path("pool_size"));
        Size2 strides = size(step.path("strides"));
        yield padded(
            step,
            input == null
                ? Layers.maxPooling2d(graph, pool, strides)
                : Layers.maxPooling2d(input, pool, strides));
      }
      case "average_pooling2d" -> {
        Size2 pool = size(step.path("pool_size"));
        Size2 strides = size(step.path("strides"));
        yield padded(
            step,
            input == null
                ? Layers.averagePooling2d(graph, pool, strides)
                : Layers.averagePooling2d(input, pool, strides));
      }
      case "batch_normalization" ->
          (input == null ? Layers.batchNormalization(graph) : Layers.batchNormalization(input))
              .training(step.path("training").asBoolean());
      default -> throw new IllegalArgumentException("There is no layer type " + type);
    };
  }

  private static Conv2DLayer conv2d(GraphBuilder graph, JsonNode step, @Nullable Operand input) {
    int filters = step.path("filters").asInt();
    Size2 kernel = size(step.path("kernel_size"));
    Conv2DLayer layer =
        input == null
            ? Layers.conv2d(graph, filters, kernel)
            : Layers.conv2d(input, filters, kernel);
    return weighted(step, layer)
        .strides(size(step.path("strides")))
        .dilationRate(size(step.path("dilation_rate")))
        .padding(step.path("padding").asText("valid"));
  }

  private static DenseLayer dense(GraphBuilder graph, JsonNode step, @Nullable Operand input) {
    int units = step.path("units").asInt();
    return weighted(step, input == null ? Layers.dense(graph, units) : Layers.dense(input, units));
  }

  private static <L extends WeightedLayer<L>> L weighted(JsonNode step, L layer) {
    if (step.hasNonNull("kernel_regularizer")) {
      layer.kernelRegularizer(CaseValues.regularizer(step.path("kernel_regularizer")));
    }
    if (step.path("activation").asText().equals("relu")) {
      layer.activation(Nn::relu);
    }
    return layer.useBias(step.path("use_bias").asBoolean(true));
  }

  private static Pooling2DLayer padded(JsonNode step, Pooling2DLayer layer) {
    return layer.padding(step.path("padding").asText("valid"));
  }

  private static Size2 size(JsonNode size) {
    return size.isArray()
        ? new Size2(size.get(0).asInt(), size.get(1).asInt())
        : Size2.of(size.asInt(1));
  }
}
