package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Unary;

/// Removes nodes that give what they get. One that makes a placeholder, a variable or a constant an
/// output of the graph stays.
public final class RemoveIdentities implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Vanishing vanishing = new Vanishing(graph);
    boolean found = graph.nodes().stream().anyMatch(RemoveIdentities::isIdentity);
    return found
        ? GraphRewriter.rewrite(
            graph,
            (node, rewriter) ->
                isIdentity(node)
                    && vanishing.replace(rewriter, node, rewriter.map(node.inputs().getFirst())))
        : graph;
  }

  private static boolean isIdentity(Node node) {
    return node.op() instanceof Unary unary && unary.isIdentity();
  }
}
