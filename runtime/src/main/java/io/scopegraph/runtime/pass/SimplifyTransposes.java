package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Merges a transpose of a transpose, removes those that change nothing, and turns those that only
/// move axes of extent 1 into reshapes, which move no data.
public final class SimplifyTransposes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> node.op() instanceof Transpose);
    if (!found) {
      return graph;
    }
    Vanishing vanishing = new Vanishing(graph);
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) ->
            node.op() instanceof Transpose transpose
                && simplify(node, transpose, rewriter, vanishing));
  }

  private static boolean simplify(
      Node node, Transpose transpose, GraphRewriter rewriter, Vanishing vanishing) {
    Value operand = rewriter.map(node.inputs().getFirst());
    Shape shape = rewriter.target().spec(operand).shape();
    if (!shape.isRankKnown()) {
      return false;
    }
    ImmutableList<Integer> permutation = transpose.permutation(shape.rank());
    if (rewriter.target().node(operand).op() instanceof Transpose inner) {
      permutation = Permutations.compose(inner.permutation(shape.rank()), permutation);
      operand = rewriter.target().node(operand).inputs().getFirst();
      shape = rewriter.target().spec(operand).shape();
    }
    if (Permutations.isIdentity(permutation) && vanishing.replace(rewriter, node, operand)) {
      return true;
    }
    Shape result = node.outputs().getFirst().shape();
    long[] dims = Permutations.reshapeDims(result);
    if (Permutations.keepsOrder(permutation, shape) && dims != null) {
      Value target =
          rewriter.add(
              node.name() + "/shape", node, new Constant(Tensor.vector(dims)), ImmutableList.of());
      rewriter.replaceWith(node, new Reshape(true), ImmutableList.of(operand, target));
      return true;
    }
    rewriter.replaceWith(node, new Transpose(permutation), ImmutableList.of(operand));
    return true;
  }
}
