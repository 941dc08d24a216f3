package io.scopegraph.onnx;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Constant;
import java.util.Map;
import java.util.TreeMap;

/// A page about a graph that is short enough for a golden file.
final class GraphSummary {
  private GraphSummary() {}

  static String of(Graph graph) {
    StringBuilder text = new StringBuilder();
    graph
        .placeholders()
        .forEach(
            node -> text.append("in   %s %s%n".formatted(node.name(), node.outputs().getFirst())));
    graph
        .outputs()
        .forEach((name, value) -> text.append("out  %s %s%n".formatted(name, graph.spec(value))));
    text.append("%d parameters%n".formatted(parameters(graph)));
    Map<String, Integer> counts = new TreeMap<>();
    graph.nodes().forEach(node -> counts.merge(node.op().type(), 1, Integer::sum));
    counts.forEach((type, count) -> text.append("%4d %s%n".formatted(count, type)));
    return text.toString();
  }

  /// The elements of all floating-point constants.
  private static long parameters(Graph graph) {
    long count = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Constant(var tensor) && tensor.dtype().isFloating()) {
        count += tensor.elementCount();
      }
    }
    return count;
  }
}
