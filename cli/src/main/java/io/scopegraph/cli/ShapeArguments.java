package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads `name=1,3,640,640` into shapes and fills in what the model itself says.
final class ShapeArguments {
  private static final long LARGEST_DIM = Integer.MAX_VALUE;
  private static final double LARGEST_COUNT = 1L << 48;

  private ShapeArguments() {}

  /// The shape of each input of a graph.
  ///
  /// @param given the texts of the `--shape` options
  /// @throws IllegalArgumentException if a text is not of the form, or an unknown dim is left
  static Map<String, Shape> resolve(Graph graph, List<String> given) {
    Map<String, Shape> parsed = parse(given);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Node input : graph.placeholders()) {
      Shape declared = input.outputs().getFirst().shape();
      Shape shape = parsed.getOrDefault(input.name(), declared);
      if (!shape.isFullyDefined()) {
        throw new IllegalArgumentException(
            "The shape of input \"%s\" is %s in the model; give it with --shape %s=%s"
                .formatted(input.name(), declared, input.name(), example(declared)));
      }
      shapes.put(input.name(), shape);
    }
    parsed.keySet().forEach(name -> requireInput(graph, name));
    return shapes;
  }

  static Map<String, Shape> parse(List<String> given) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String text : given) {
      int equals = text.lastIndexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("A shape has the form name=1,3,640,640, found " + text);
      }
      shapes.put(text.substring(0, equals), dims(text.substring(equals + 1), text));
    }
    return shapes;
  }

  static void requireInput(Graph graph, String name) {
    boolean exists = graph.placeholders().stream().anyMatch(node -> node.name().equals(name));
    if (!exists) {
      String names =
          graph.placeholders().stream().map(Node::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "The model has no input \"%s\"; its inputs are: %s".formatted(name, names));
    }
  }

  private static Shape dims(String text, String whole) {
    if (text.isEmpty()) {
      return Shape.scalar();
    }
    String[] parts = text.split(",", -1);
    long[] dims = new long[parts.length];
    double elements = 1;
    for (int axis = 0; axis < parts.length; axis++) {
      String part = parts[axis].strip();
      if (!part.matches("\\d{1,10}") || Long.parseLong(part) > LARGEST_DIM) {
        throw new IllegalArgumentException("\"%s\" is not a dim in %s".formatted(part, whole));
      }
      dims[axis] = Long.parseLong(part);
      elements *= Math.max(1, dims[axis]);
      if (elements > LARGEST_COUNT) {
        throw new IllegalArgumentException("%s has too many elements".formatted(whole));
      }
    }
    return Shape.of(dims);
  }

  private static String example(Shape declared) {
    if (!declared.isRankKnown()) {
      return "1,3,224,224";
    }
    StringBuilder text = new StringBuilder();
    for (int axis = 0; axis < declared.rank(); axis++) {
      String dim =
          declared.isKnown(axis) ? Long.toString(declared.dim(axis)) : axis == 0 ? "1" : "N";
      text.append(axis == 0 ? "" : ",").append(dim);
    }
    return text.toString();
  }
}
