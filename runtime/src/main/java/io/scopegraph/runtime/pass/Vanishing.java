package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;

/// Replaces nodes that do nothing by their input, unless that would make a placeholder, a variable
/// or a constant an output of the graph: an output has a buffer of its own.
final class Vanishing {
  private final ImmutableSet<Value> outputs;

  Vanishing(Graph graph) {
    outputs = ImmutableSet.copyOf(graph.outputs().values());
  }

  /// Whether the node was replaced.
  boolean replace(GraphRewriter rewriter, Node node, Value value) {
    Value old = Value.of(node.id());
    if (outputs.contains(old) && isSource(rewriter.target().node(value))) {
      return false;
    }
    rewriter.replace(old, value);
    return true;
  }

  private static boolean isSource(Node node) {
    return node.op() instanceof Constant
        || node.op() instanceof Placeholder
        || node.op() instanceof VariableOp;
  }
}
