package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.pass.RemoveDeadNodes;
import io.scopegraph.runtime.plan.WeightKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The nodes of a graph that read each of its weights, by name. The op `v/read` that stands between
/// a variable and its readers is looked through, and so is a weight's change of shape, such as that
/// of a depthwise kernel; an output that is a weight counts as a reader. Nodes that no output
/// depends on do not count.
final class WeightReaders {
  private final SetMultimap<WeightKey, String> byKey = LinkedHashMultimap.create();

  private WeightReaders() {}

  /// The readers in a graph.
  static WeightReaders of(Graph graph) {
    WeightReaders readers = new WeightReaders();
    Graph live = new RemoveDeadNodes().apply(graph);
    for (Node node : live.nodes()) {
      if (root(live, node) == null) {
        node.inputs().forEach(input -> readers.add(live, input, node.name()));
      }
    }
    live.outputs().forEach((name, value) -> readers.add(live, value, name));
    return readers;
  }

  /// The readers in a graph as it was written, without the constants that are no longer there in
  /// the graph that was made from it.
  static WeightReaders of(Graph written, Graph optimised) {
    Set<WeightKey> left =
        optimised.nodes().stream()
            .filter(node -> isWeight(node))
            .map(WeightReaders::key)
            .collect(toImmutableSet());
    WeightReaders readers = of(written);
    readers.byKey.keySet().retainAll(left);
    return readers;
  }

  private void add(Graph graph, Value input, String reader) {
    Node root = root(graph, graph.node(input));
    if (root != null) {
      byKey.put(key(root), reader);
    }
  }

  /// The weight that a node is, or hands on under its own name or in another shape, or null.
  private static @Nullable Node root(Graph graph, Node node) {
    if (isWeight(node)) {
      return node;
    }
    return switch (node.op()) {
      case Reshape _, Squeeze _, Unsqueeze _, Flatten _ ->
          root(graph, graph.node(node.inputs().getFirst()));
      case Unary unary when unary.function() == UnaryFunction.IDENTITY -> {
        Node source = graph.node(node.inputs().getFirst());
        yield isWeight(source) && node.name().equals(source.name() + "/read") ? source : null;
      }
      default -> null;
    };
  }

  private static boolean isWeight(Node node) {
    return node.op() instanceof VariableOp || node.op() instanceof Constant;
  }

  private static WeightKey key(Node weight) {
    return weight.op() instanceof Constant(var value)
        ? new WeightKey.Constant(value)
        : new WeightKey.Variable(((VariableOp) weight.op()).key());
  }

  /// The readers of a weight in its plain form; empty if the graph has no such weight.
  ImmutableList<String> of(WeightKey key) {
    return ImmutableList.copyOf(byKey.get(key));
  }
}
