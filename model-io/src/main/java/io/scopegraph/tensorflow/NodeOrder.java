package io.scopegraph.tensorflow;

import io.scopegraph.tensorflow.GraphNode.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What some nodes need, in an order in which each node comes after those that it reads; as far as
/// that leaves a choice, in the order of the file.
final class NodeOrder {
  private enum State {
    OPEN,
    ENTERED,
    DONE
  }

  private final NodeTable table;
  private final Function<GraphNode, List<Edge>> inputs;
  private final State[] states;
  private final List<GraphNode> order = new ArrayList<>();

  /// @param inputs the edges that count for a node
  private NodeOrder(NodeTable table, Function<GraphNode, List<Edge>> inputs) {
    this.table = table;
    this.inputs = inputs;
    this.states = new State[table.size()];
    Arrays.fill(states, State.OPEN);
  }

  /// @throws io.scopegraph.io.ModelFormatException if nodes need each other
  static List<GraphNode> of(
      NodeTable table, Iterable<String> wanted, Function<GraphNode, List<Edge>> inputs) {
    Set<String> needed = needed(table, wanted, inputs);
    NodeOrder order = new NodeOrder(table, inputs);
    for (GraphNode node : table.nodes()) {
      if (needed.contains(node.name())) {
        order.visit(node);
      }
    }
    return order.order;
  }

  private static Set<String> needed(
      NodeTable table, Iterable<String> wanted, Function<GraphNode, List<Edge>> inputs) {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    wanted.forEach(open::push);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (needed.add(name)) {
        inputs.apply(table.get(name)).forEach(edge -> open.push(edge.node()));
      }
    }
    return needed;
  }

  /// Adds a node after all that it needs; without recursion, as graphs may be deep.
  private void visit(GraphNode root) {
    Deque<GraphNode> path = new ArrayDeque<>();
    path.push(root);
    while (!path.isEmpty()) {
      GraphNode node = path.getFirst();
      if (states[node.index()] == State.DONE) {
        path.pop();
      } else if (states[node.index()] == State.ENTERED) {
        states[node.index()] = State.DONE;
        order.add(path.pop());
      } else {
        states[node.index()] = State.ENTERED;
        List<Edge> edges = inputs.apply(node);
        for (int i = edges.size() - 1; i >= 0; i--) {
          enter(node, edges.get(i), path);
        }
      }
    }
  }

  private void enter(GraphNode reader, Edge edge, Deque<GraphNode> path) {
    GraphNode node = table.get(edge.node());
    if (states[node.index()] == State.ENTERED) {
      throw table.malformed(
          reader.proto(),
          "reads \"%s\", which needs this node itself: a cycle".formatted(edge.node()));
    }
    if (states[node.index()] == State.OPEN) {
      path.push(node);
    }
  }
}
