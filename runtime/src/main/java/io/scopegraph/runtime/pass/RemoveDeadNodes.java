package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Placeholder;
import java.util.List;

/// Removes the nodes that no output depends on. Placeholders stay: they are what the caller feeds.
public final class RemoveDeadNodes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean[] alive = alive(graph);
    for (Node node : graph.nodes()) {
      if (!alive[node.id()]) {
        return GraphRewriter.rewrite(graph, (candidate, _) -> !alive[candidate.id()]);
      }
    }
    return graph;
  }

  private static boolean[] alive(Graph graph) {
    List<Node> nodes = graph.nodes();
    boolean[] alive = new boolean[nodes.size()];
    for (Value output : graph.outputs().values()) {
      alive[output.node()] = true;
    }
    for (Node node : nodes.reversed()) {
      alive[node.id()] |= node.op() instanceof Placeholder;
      if (alive[node.id()]) {
        for (Value input : node.inputs()) {
          alive[input.node()] = true;
        }
      }
    }
    return alive;
  }
}
