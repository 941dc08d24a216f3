package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Removes nodes whose attributes and shapes say that they change nothing: a slice of everything, a
/// cast to the same type, a concatenation of one value, a product with 1 on the right.
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
    if (node.op() instanceof Binary(BinaryFunction function)) {
      return isNeutral(function, graph.constant(node.inputs().get(1)))
          && graph.spec(node.inputs().getFirst()).equals(node.outputs().getFirst());
    }
    TensorSpec input = node.inputs().isEmpty() ? null : graph.spec(node.inputs().getFirst());
    boolean sameShape =
        input != null && input.shape().isFullyDefined() && input.equals(node.outputs().getFirst());
    return sameShape
        && (node.op() instanceof Expand
            || (node.op() instanceof Slice && stepsForward(graph, node)));
  }

  private static boolean isNeutral(BinaryFunction function, @Nullable Tensor operand) {
    if (operand == null || operand.elementCount() != 1) {
      return false;
    }
    double number = operand.getDouble(0);
    return switch (function) {
      case ADD, SUB -> number == 0;
      case DIV, MUL, POW -> number == 1;
      case AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, MAXIMUM, MINIMUM, MOD -> false;
      case NOT_EQUAL, OR, PRELU, SQUARED_DIFFERENCE, XOR -> false;
    };
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
