package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import org.jspecify.annotations.Nullable;

/// The common part of the passes that draw a node into the anchor before it. The anchor moves to
/// the place of the node, where all other inputs of the node exist.
final class Fusion {
  /// Decides which nodes are drawn into an anchor.
  @FunctionalInterface
  interface Match {
    /// An anchor whose only reader is the given node, or null.
    @Nullable Anchor find(Node node);
  }

  /// Builds the fused node.
  @FunctionalInterface
  interface Replacement {
    /// The value, in the copy, that stands for the node's output.
    Value build(Anchor anchor, Node node, GraphRewriter rewriter);
  }

  private Fusion() {}

  static Graph apply(Graph graph, Match match, Replacement replacement) {
    Anchor[] anchors = new Anchor[graph.nodes().size()];
    boolean[] absorbed = new boolean[anchors.length];
    boolean found = false;
    for (Node node : graph.nodes()) {
      Anchor anchor = match.find(node);
      if (anchor != null) {
        anchors[node.id()] = anchor;
        absorbed[anchor.node().id()] = true;
        found = true;
      }
    }
    if (!found) {
      return graph;
    }
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          Anchor anchor = anchors[node.id()];
          if (anchor != null) {
            rewriter.replace(Value.of(node.id()), replacement.build(anchor, node, rewriter));
            return true;
          }
          return absorbed[node.id()];
        });
  }
}
