package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Tensor;

/// Replaces the power of two by the square.
public final class SimplifyPowers implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> isSquare(graph, node));
    return found
        ? GraphRewriter.rewrite(
            graph,
            (node, rewriter) -> {
              if (!isSquare(graph, node)) {
                return false;
              }
              rewriter.replaceWith(
                  node,
                  Unary.of(UnaryFunction.SQUARE),
                  ImmutableList.of(rewriter.map(node.inputs().getFirst())));
              return true;
            })
        : graph;
  }

  private static boolean isSquare(Graph graph, Node node) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.POW) {
      return false;
    }
    Tensor exponent = graph.constant(node.inputs().get(1));
    return exponent != null
        && exponent.elementCount() == 1
        && exponent.getDouble(0) == 2
        && graph.spec(node.inputs().getFirst()).equals(node.outputs().getFirst());
  }
}
