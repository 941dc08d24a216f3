package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;

/// Puts the placeholders first, then variables and constants in the order of their first use, then
/// all nodes that compute, in the order in which they were: equal computations become equal graphs.
public final class OrderSources implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Ordering ordering = new Ordering(graph);
    graph.placeholders().forEach(ordering::add);
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        ordering.addSource(graph.node(input));
      }
    }
    graph.nodes().forEach(ordering::add);
    return ordering.build();
  }

  private static final class Ordering {
    private final Graph graph;
    private final GraphAssembler target = new GraphAssembler();
    private final Value[] added;

    Ordering(Graph graph) {
      this.graph = graph;
      this.added = new Value[graph.nodes().size()];
    }

    void addSource(Node node) {
      if (node.op() instanceof Constant
          || node.op() instanceof VariableOp
          || node.op() instanceof Placeholder) {
        add(node);
      }
    }

    void add(Node node) {
      if (added[node.id()] == null) {
        ImmutableList<Value> inputs =
            node.inputs().stream().map(this::map).collect(ImmutableList.toImmutableList());
        added[node.id()] = target.add(node.name(), node.op(), inputs, node.source());
      }
    }

    private Value map(Value old) {
      return new Value(added[old.node()].node(), old.slot());
    }

    Graph build() {
      graph.outputs().forEach((name, value) -> target.output(name, map(value)));
      return target.build();
    }
  }
}
