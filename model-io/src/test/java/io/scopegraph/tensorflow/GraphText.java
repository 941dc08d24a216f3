package io.scopegraph.tensorflow;

import io.scopegraph.graph.Graph;
import java.util.List;

/// Graphs in the text form, written node by node.
final class GraphText {
  private final StringBuilder text = new StringBuilder();

  /// Adds a node.
  ///
  /// @param inputs separated by blanks
  /// @param attributes each as `name: value`, the value in the text form
  GraphText node(String type, String name, String inputs, String... attributes) {
    text.append("node { name: \"%s\" op: \"%s\"".formatted(name, type));
    for (String input : inputs.split(" ", -1)) {
      if (!input.isEmpty()) {
        text.append(" input: \"%s\"".formatted(input));
      }
    }
    for (String attribute : attributes) {
      int colon = attribute.indexOf(':');
      text.append(
          " attr { key: \"%s\" value { %s } }"
              .formatted(attribute.substring(0, colon), attribute.substring(colon + 1)));
    }
    text.append(" }\n");
    return this;
  }

  /// Adds a float32 placeholder.
  GraphText input(String name, long... dims) {
    return node("Placeholder", name, "", "dtype: type: DT_FLOAT", "shape: " + shape(dims));
  }

  /// Adds a vector of int32, or a number if there is but one and it is marked so.
  GraphText ints(String name, int... values) {
    StringBuilder list = new StringBuilder();
    for (int value : values) {
      list.append(" int_val: ").append(value);
    }
    return node(
        "Const",
        name,
        "",
        "dtype: type: DT_INT32",
        "value: tensor { dtype: DT_INT32 tensor_shape { dim { size: %d } }%s }"
            .formatted(values.length, list));
  }

  GraphText scalar(String name, int value) {
    return node(
        "Const",
        name,
        "",
        "value: tensor { dtype: DT_INT32 tensor_shape { } int_val: " + value + " }");
  }

  GraphText number(String name, double value) {
    return node(
        "Const",
        name,
        "",
        "value: tensor { dtype: DT_FLOAT tensor_shape { } float_val: " + value + " }");
  }

  /// Adds a float32 constant of equal elements.
  GraphText filled(String name, double value, long... dims) {
    return node(
        "Const",
        name,
        "",
        "value: tensor { dtype: DT_FLOAT tensor_%s float_val: %s }".formatted(shape(dims), value));
  }

  static String shape(long... dims) {
    StringBuilder shape = new StringBuilder("shape {");
    for (long dim : dims) {
      shape.append(" dim { size: ").append(dim).append(" }");
    }
    return shape.append(" }").toString();
  }

  /// Adds anything.
  GraphText raw(String more) {
    text.append(more);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  Graph load(String... outputs) {
    return load(GraphDefImportOptions.defaults().withOutputs(List.of(outputs)));
  }

  Graph load(GraphDefImportOptions options) {
    return GraphDefImporter.importText("graph.pbtxt", text.toString(), options);
  }
}
