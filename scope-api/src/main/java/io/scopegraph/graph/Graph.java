package io.scopegraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An immutable computation: nodes in topological order, edges as ids, and named outputs.
///
/// Graphs are values: two graphs are equal if their nodes and outputs are. They are safe for use by
/// any thread.
public final class Graph {
  private final ImmutableList<Node> nodes;
  private final ImmutableMap<String, Value> outputs;
  private final ImmutableMap<String, Node> byName;

  private Graph(ImmutableList<Node> nodes, ImmutableMap<String, Value> outputs) {
    this.nodes = nodes;
    this.outputs = outputs;
    ImmutableMap.Builder<String, Node> names = ImmutableMap.builderWithExpectedSize(nodes.size());
    nodes.forEach(node -> names.put(node.name(), node));
    this.byName = names.buildOrThrow();
  }

  /// A graph of the given nodes.
  ///
  /// @throws InvalidGraphException if a rule of [GraphVerifier] is broken
  public static Graph of(List<Node> nodes, Map<String, Value> outputs) {
    ImmutableList<Node> list = ImmutableList.copyOf(nodes);
    ImmutableMap<String, Value> named = ImmutableMap.copyOf(outputs);
    GraphVerifier.verifyStructure(list, named);
    return new Graph(list, named);
  }

  /// All nodes; the node at position i has the id i, and its inputs have smaller ids.
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  /// The results, by name, in the order in which they were declared.
  public ImmutableMap<String, Value> outputs() {
    return outputs;
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  /// The node that gives a value.
  public Node node(Value value) {
    return nodes.get(value.node());
  }

  /// The node of a name, or null.
  public @Nullable Node find(String name) {
    return byName.get(name);
  }

  public Op op(Value value) {
    return node(value).op();
  }

  public TensorSpec spec(Value value) {
    return node(value).outputs().get(value.slot());
  }

  /// `node:slot` of a value.
  public String tensorName(Value value) {
    return node(value).tensorName(value.slot());
  }

  /// The contents of a value that a [Constant] gives, or null.
  public @Nullable Tensor constant(Value value) {
    return op(value) instanceof Constant(Tensor tensor) ? tensor : null;
  }

  /// The nodes that the caller feeds, in order.
  public ImmutableList<Node> placeholders() {
    return nodes.stream()
        .filter(node -> node.op() instanceof Placeholder)
        .collect(ImmutableList.toImmutableList());
  }

  /// The variables, by their name in the variable store, in order.
  public ImmutableMap<String, Node> variables() {
    ImmutableMap.Builder<String, Node> variables = ImmutableMap.builder();
    for (Node node : nodes) {
      if (node.op() instanceof VariableOp variable) {
        variables.put(variable.key(), node);
      }
    }
    return variables.buildOrThrow();
  }

  /// For each node, by id, the ids of the nodes that read one of its outputs; a reader appears once
  /// for each input.
  public ImmutableList<ImmutableList<Integer>> users() {
    List<ImmutableList.Builder<Integer>> users =
        nodes.stream().map(_ -> ImmutableList.<Integer>builder()).toList();
    for (Node node : nodes) {
      for (Value input : node.inputs()) {
        users.get(input.node()).add(node.id());
      }
    }
    return users.stream()
        .map(ImmutableList.Builder::build)
        .collect(ImmutableList.toImmutableList());
  }

  /// This graph with other outputs, named by tensor names (`scope/Relu:0`) or node names.
  ///
  /// @throws InvalidGraphException if there is no such value
  public Graph withOutputs(List<String> tensorNames) {
    ImmutableMap.Builder<String, Value> changed = ImmutableMap.builder();
    for (String name : tensorNames) {
      changed.put(name, value(name));
    }
    return of(nodes, changed.buildOrThrow());
  }

  /// The value of a name: that of an output, a tensor name (`scope/Relu:0`) or a node name.
  ///
  /// @throws InvalidGraphException if there is no such value
  public Value value(String name) {
    Value output = outputs.get(name);
    if (output != null) {
      return output;
    }
    int colon = name.lastIndexOf(':');
    String nodeName = colon < 0 ? name : name.substring(0, colon);
    Node node = byName.containsKey(name) ? byName.get(name) : byName.get(nodeName);
    if (node == null) {
      throw new InvalidGraphException(
          "The name %s refers to a Tensor which does not exist.".formatted(name));
    }
    String slot = node.name().equals(name) ? "0" : name.substring(colon + 1);
    if (!slot.matches("\\d{1,9}") || Integer.parseInt(slot) >= node.outputs().size()) {
      throw new InvalidGraphException(
          "The name %s refers to a Tensor which does not exist. The operation, %s, exists but only has %d outputs."
              .formatted(name, node.name(), node.outputs().size()));
    }
    return new Value(node.id(), Integer.parseInt(slot));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Graph graph
            && nodes.equals(graph.nodes)
            && outputs.equals(graph.outputs));
  }

  @Override
  public int hashCode() {
    return Objects.hash(nodes, outputs);
  }

  /// The stable printed form, see [GraphPrinter].
  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }
}
