package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.jspecify.annotations.Nullable;

/// Replaces `x * sigmoid(x)` by one node.
public final class RecogniseSwish implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          Value x = find(graph, node);
          if (x == null) {
            return false;
          }
          rewriter.replaceWith(
              node, Unary.of(UnaryFunction.SWISH), ImmutableList.of(rewriter.map(x)));
          return true;
        });
  }

  private static @Nullable Value find(Graph graph, Node node) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.MUL) {
      return null;
    }
    for (int operand = 0; operand < 2; operand++) {
      Value x = node.inputs().get(operand);
      Node gate = graph.node(node.inputs().get(1 - operand));
      if (gate.op() instanceof Unary unary
          && unary.function() == UnaryFunction.SIGMOID
          && gate.inputs().getFirst().equals(x)) {
        return x;
      }
    }
    return null;
  }
}
