package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Gives the placeholders fully defined shapes; all other shapes follow.
final class SpecializeInputs implements GraphPass {
  private final ImmutableMap<String, Shape> shapes;

  SpecializeInputs(Map<String, Shape> shapes) {
    this.shapes = ImmutableMap.copyOf(shapes);
  }

  @Override
  public Graph apply(Graph graph) {
    checkNames(graph);
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          if (!(node.op() instanceof Placeholder(TensorSpec spec))) {
            return false;
          }
          Shape shape = check(node, spec, shapes.get(node.name()));
          rewriter.replaceWith(node, new Placeholder(spec.withShape(shape)), ImmutableList.of());
          return true;
        });
  }

  private void checkNames(Graph graph) {
    for (String name : shapes.keySet()) {
      Node node = graph.find(name);
      if (node == null || !(node.op() instanceof Placeholder)) {
        String known =
            graph.placeholders().stream()
                .map(input -> "\"" + input.name() + "\"")
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
            "There is no input \"%s\"; the inputs are: %s".formatted(name, known));
      }
    }
  }

  private static Shape check(Node node, TensorSpec spec, @Nullable Shape shape) {
    if (shape == null) {
      if (spec.shape().isFullyDefined()) {
        return spec.shape();
      }
      throw new IllegalArgumentException(
          "Input \"%s\" is missing; it takes %s".formatted(node.name(), spec));
    }
    if (!shape.isFullyDefined() || !spec.shape().isCompatibleWith(shape)) {
      throw new IllegalArgumentException(
          "Input \"%s\" takes %s, found %s".formatted(node.name(), spec, shape));
    }
    return shape;
  }
}
