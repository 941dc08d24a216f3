package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/// Element-wise nodes that become one, found from the last to the first.
final class ElementWiseGroup {
  /// Beyond these a kernel would run out of registers and of the cache's first level.
  private static final int MOST_INPUTS = 8;

  private static final int MOST_STEPS = 24;

  private final Graph graph;
  private final Node result;
  private final ArrayDeque<Node> nodes = new ArrayDeque<>();

  ElementWiseGroup(Graph graph, Node result) {
    this.graph = graph;
    this.result = result;
    nodes.addFirst(result);
  }

  /// Whether a node before the others may join them, whose readers are all here.
  boolean accepts(Node node) {
    if (nodes.size() == MOST_STEPS || !output(node).equals(output(result))) {
      return false;
    }
    Set<Value> inputs = new LinkedHashSet<>(inputs());
    inputs.remove(Value.of(node.id()));
    inputs.addAll(node.inputs());
    return inputs.size() <= MOST_INPUTS && !keepsMore(node);
  }

  private static TensorSpec output(Node node) {
    return node.outputs().getFirst();
  }

  /// Whether values of the result's size would have to be kept for longer instead of one that is
  /// made of them: if there are several, and other nodes run before the result is computed.
  private boolean keepsMore(Node node) {
    long whole =
        node.inputs().stream()
            .distinct()
            .filter(input -> !isSource(graph.node(input)))
            .filter(input -> graph.spec(input).equals(output(node)))
            .count();
    if (whole < 2) {
      return false;
    }
    for (int id = node.id() + 1; id < result.id(); id++) {
      Node between = graph.node(id);
      if (!isSource(between) && !nodes.contains(between)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSource(Node node) {
    return node.op() instanceof Constant
        || node.op() instanceof Placeholder
        || node.op() instanceof VariableOp;
  }

  void add(Node node) {
    nodes.addFirst(node);
  }

  int size() {
    return nodes.size();
  }

  /// The node whose value is read by others.
  Node result() {
    return result;
  }

  /// In the order of the graph.
  ImmutableList<Node> nodes() {
    return ImmutableList.copyOf(nodes);
  }

  /// What comes from outside, each value once, in the order in which it is read.
  ImmutableList<Value> inputs() {
    Set<Integer> own = new LinkedHashSet<>();
    nodes.forEach(node -> own.add(node.id()));
    Set<Value> inputs = new LinkedHashSet<>();
    for (Node node : nodes) {
      node.inputs().stream().filter(value -> !own.contains(value.node())).forEach(inputs::add);
    }
    return ImmutableList.copyOf(inputs);
  }
}
