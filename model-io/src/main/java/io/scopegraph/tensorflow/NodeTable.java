package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensorflow.GraphNode.Edge;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.GraphDef;
import io.scopegraph.tensorflow.proto.NodeDef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The nodes of a file by name.
final class NodeTable {
  /// From this version of the writer on a placeholder of shape () is a scalar; before, its shape is
  /// not known.
  private static final int SCALAR_PLACEHOLDERS = 22;

  private final String file;
  private final boolean scalarPlaceholders;
  private final Map<String, GraphNode> byName = new LinkedHashMap<>();

  /// What is assigned first to each variable; later ones are restored from files.
  private final Map<String, String> initialValues = new HashMap<>();

  NodeTable(String file, GraphDef graph) {
    this.file = file;
    this.scalarPlaceholders =
        !graph.hasVersions() || graph.getVersions().getProducer() >= SCALAR_PLACEHOLDERS;
    for (NodeDef node : graph.getNodeList()) {
      if (node.getName().isEmpty()) {
        throw ModelFormatException.of(
            file, "node %d (%s) has no name".formatted(byName.size(), node.getOp()));
      }
      GraphNode parsed = new GraphNode(byName.size(), node, inputs(node));
      if (byName.put(node.getName(), parsed) != null) {
        throw ModelFormatException.of(
            file, "node \"%s\": the name is taken".formatted(node.getName()));
      }
    }
    for (GraphNode node : byName.values()) {
      checkInputs(node);
      boolean assigns = node.type().equals("Assign") || node.type().equals("AssignVariableOp");
      if (assigns && node.inputs().size() == 2) {
        initialValues.putIfAbsent(node.inputs().get(0).node(), node.inputs().get(1).node());
      }
    }
  }

  private ImmutableList<Edge> inputs(NodeDef node) {
    ImmutableList.Builder<Edge> edges = ImmutableList.builder();
    boolean control = false;
    for (String input : node.getInputList()) {
      if (input.startsWith("^")) {
        control = true;
        continue;
      }
      if (control) {
        throw malformed(node, "input \"%s\" stands after a control input".formatted(input));
      }
      Edge edge = parse(input);
      if (edge == null) {
        throw malformed(node, "input \"%s\" names no output".formatted(input));
      }
      edges.add(edge);
    }
    return edges.build();
  }

  /// Takes `node` or `node:slot` apart; null if it is neither.
  static @Nullable Edge parse(String tensor) {
    int colon = tensor.lastIndexOf(':');
    if (colon < 0) {
      return tensor.isEmpty() ? null : new Edge(tensor, 0);
    }
    String slot = tensor.substring(colon + 1);
    if (colon == 0 || slot.isEmpty() || slot.length() > 6) {
      return null;
    }
    if (!slot.chars().allMatch(each -> each >= '0' && each <= '9')) {
      return null;
    }
    return new Edge(tensor.substring(0, colon), Integer.parseInt(slot));
  }

  private void checkInputs(GraphNode node) {
    for (Edge edge : node.inputs()) {
      if (!byName.containsKey(edge.node())) {
        throw malformed(node.proto(), "reads \"%s\", which does not exist".formatted(edge.node()));
      }
    }
  }

  /// Whether a placeholder whose shape has no dims is a scalar.
  boolean hasScalarPlaceholders() {
    return scalarPlaceholders;
  }

  Iterable<GraphNode> nodes() {
    return byName.values();
  }

  int size() {
    return byName.size();
  }

  @Nullable GraphNode find(String name) {
    return byName.get(name);
  }

  /// A node that is known to exist.
  GraphNode get(String name) {
    GraphNode node = byName.get(name);
    if (node == null) {
      throw new IllegalStateException(name);
    }
    return node;
  }

  /// The constant with a tensor that the graph assigns to a variable, or null.
  @Nullable GraphNode initialValue(String variable) {
    String constant = initialValues.get(variable);
    GraphNode node = constant == null ? null : byName.get(constant);
    boolean known =
        node != null
            && node.type().equals("Const")
            && node.proto().getAttrOrDefault("value", AttrValue.getDefaultInstance()).hasTensor();
    return known ? node : null;
  }

  ModelFormatException malformed(NodeDef node, String problem) {
    return ModelFormatException.in(
        file, "node \"%s\" (%s)".formatted(node.getName(), node.getOp()), problem);
  }
}
