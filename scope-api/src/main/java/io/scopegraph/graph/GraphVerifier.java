package io.scopegraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.op.Inference;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules that every graph keeps.
///
/// - G1: a node's id is its position.
/// - G2: an input comes from an earlier node and names one of its outputs.
/// - G3: node names are unique and not empty.
/// - G4: outputs name existing values.
/// - G5: no two nodes hold one variable.
/// - G6: the recorded output specs are those that the op's shape rule gives. (Checked by [#verify]
///   alone, as it costs a shape inference over the whole graph.)
public final class GraphVerifier {
  private GraphVerifier() {}

  /// Checks all rules.
  ///
  /// @throws InvalidGraphException if one is broken
  public static void verify(Graph graph) {
    verifyStructure(graph.nodes(), graph.outputs());
    for (Node node : graph.nodes()) {
      ImmutableList<TensorSpec> inferred = infer(graph, node);
      if (!inferred.equals(node.outputs())) {
        throw new InvalidGraphException(
            "G6: %s \"%s\" records %s, its shape rule gives %s"
                .formatted(node.op().type(), node.name(), node.outputs(), inferred));
      }
    }
  }

  /// The specs that the shape rule of a node's op gives.
  static ImmutableList<TensorSpec> infer(Graph graph, Node node) {
    List<Inference.Operand> operands =
        node.inputs().stream()
            .map(value -> new Inference.Operand(graph.spec(value), graph.constant(value)))
            .toList();
    return Inference.specs(node.op(), node.name(), node.source(), operands);
  }

  static void verifyStructure(List<Node> nodes, Map<String, Value> outputs) {
    Set<String> names = new HashSet<>();
    Map<String, String> variables = new HashMap<>();
    for (int id = 0; id < nodes.size(); id++) {
      Node node = nodes.get(id);
      require(
          node.id() == id, "G1: node \"%s\" has id %d at position %d", node.name(), node.id(), id);
      require(!node.name().isEmpty(), "G3: node %d has no name", id);
      require(names.add(node.name()), "G3: Duplicate node name in graph: '%s'", node.name());
      for (Value input : node.inputs()) {
        require(
            input.node() >= 0 && input.node() < id && exists(nodes, input),
            "G2: node \"%s\" reads %s, which is no output of an earlier node",
            node.name(),
            input);
      }
      if (node.op() instanceof VariableOp variable) {
        String other = variables.put(variable.key(), node.name());
        require(
            other == null,
            "G5: variable %s is held by the nodes \"%s\" and \"%s\"",
            variable.key(),
            other,
            node.name());
      }
    }
    outputs.forEach((name, value) ->
        require(
            value.node() >= 0 && value.node() < nodes.size() && exists(nodes, value),
            "G4: output \"%s\" is %s, which does not exist",
            name,
            value));
  }

  private static boolean exists(List<Node> nodes, Value value) {
    return value.slot() >= 0 && value.slot() < nodes.get(value.node()).outputs().size();
  }

  @FormatMethod
  private static void require(
      boolean holds, @FormatString String message, @Nullable Object... arguments) {
    if (!holds) {
      throw new InvalidGraphException(message.formatted(arguments));
    }
  }
}
