package io.scopegraph.graph;

import java.util.stream.Collectors;

/// The printed form of a graph, one line a node, the same for equal graphs:
///
/// ```
/// %0 = Placeholder[spec=float32(1, 3)] "x" : float32(1, 3)
/// %1 = Relu(%0) "y" : float32(1, 3)
/// return "y:0" = %1
/// ```
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringBuilder text = new StringBuilder();
    for (Node node : graph.nodes()) {
      text.append('%').append(node.id()).append(" = ").append(node.op().type());
      text.append(attributes(node));
      text.append(
          node.inputs().stream().map(Value::toString).collect(Collectors.joining(", ", "(", ")")));
      text.append(" \"").append(node.name()).append("\" : ");
      text.append(node.outputs().stream().map(Object::toString).collect(Collectors.joining(", ")));
      text.append('\n');
    }
    graph
        .outputs()
        .forEach((name, value) ->
            text.append("return \"").append(name).append("\" = ").append(value).append('\n'));
    return text.toString();
  }

  private static String attributes(Node node) {
    String record = node.op().toString();
    String attributes = record.substring(record.indexOf('['));
    return attributes.equals("[]") ? "" : attributes;
  }
}
