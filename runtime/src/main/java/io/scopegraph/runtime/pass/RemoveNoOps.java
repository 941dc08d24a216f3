package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Removes nodes whose attributes and shapes say that they change nothing: a slice of everything, a
/// cast to the same type, a concatenation of one value.
public final class RemoveNoOps implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> changesNothing(graph, node));
    if (!found) {
      return graph;
    }
    Vanishing vanishing = new Vanishing(graph);
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) ->
            changesNothing(graph, node)
                && vanishing.replace(rewriter, node, rewriter.map(node.inputs().getFirst())));
  }

  private static boolean changesNothing(Graph graph, Node node) {
    if (node.op() instanceof Cast(var to)) {
      return to == graph.spec(node.inputs().getFirst()).dtype();
    }
    if (node.op() instanceof Concat) {
      return node.inputs().size() == 1;
    }
    if (node.op() instanceof Split split) {
      return split.pieces() == 1;
    }
    if (node.op() instanceof Pad) {
      Tensor pads = graph.constant(node.inputs().get(1));
      return pads != null && Arrays.stream(pads.toLongArray()).allMatch(pad -> pad == 0);
    }
    TensorSpec input = node.inputs().isEmpty() ? null : graph.spec(node.inputs().getFirst());
    boolean sameShape =
        input != null && input.shape().isFullyDefined() && input.equals(node.outputs().getFirst());
    return sameShape
        && (node.op() instanceof Expand
            || (node.op() instanceof Slice && stepsForward(graph, node)));
  }

  private static boolean stepsForward(Graph graph, Node node) {
    if (node.inputs().size() < 5) {
      return true;
    }
    Value steps = node.inputs().get(4);
    Tensor values = graph.constant(steps);
    return values != null && Arrays.stream(values.toLongArray()).allMatch(step -> step > 0);
  }
}
