package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Op;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Merges chains of `Reshape`, `Flatten`, `Squeeze` and `Unsqueeze` into one reshape, and removes
/// those that change nothing.
public final class SimplifyReshapes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> isReshape(node.op()));
    if (!found) {
      return graph;
    }
    Vanishing vanishing = new Vanishing(graph);
    return GraphRewriter.rewrite(
        graph, (node, rewriter) -> isReshape(node.op()) && simplify(node, rewriter, vanishing));
  }

  private static boolean isReshape(Op op) {
    return op instanceof Reshape
        || op instanceof Flatten
        || op instanceof Squeeze
        || op instanceof Unsqueeze;
  }

  private static boolean simplify(Node node, GraphRewriter rewriter, Vanishing vanishing) {
    Shape result = node.outputs().getFirst().shape();
    long[] dims = Permutations.reshapeDims(result);
    if (dims == null) {
      return false;
    }
    Value operand = rewriter.map(node.inputs().getFirst());
    boolean chained = false;
    while (isReshape(rewriter.target().node(operand).op())) {
      operand = rewriter.target().node(operand).inputs().getFirst();
      chained = true;
    }
    if (rewriter.target().spec(operand).shape().equals(result)
        && vanishing.replace(rewriter, node, operand)) {
      return true;
    }
    if (!chained) {
      return false;
    }
    Value target =
        rewriter.add(
            node.name() + "/shape", node, new Constant(Tensor.vector(dims)), ImmutableList.of());
    rewriter.replaceWith(node, new Reshape(true), ImmutableList.of(operand, target));
    return true;
  }
}
