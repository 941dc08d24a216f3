package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.jspecify.annotations.Nullable;

/// Draws an activation into the convolution or matrix product before it.
public final class FuseActivation implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return Fusion.apply(
        graph,
        node -> find(graph, readers, node),
        (anchor, node, rewriter) ->
            anchor.rebuild(
                rewriter,
                anchor.epilogue().withActivation((Unary) node.op()),
                ImmutableList.copyOf(rewriter.map(anchor.node().inputs()))));
  }

  private static @Nullable Anchor find(Graph graph, Readers readers, Node node) {
    if (!(node.op() instanceof Unary activation) || !isFusable(activation.function())) {
      return null;
    }
    Anchor anchor = Anchor.of(graph, node.inputs().getFirst());
    return anchor != null
            && readers.isSole(anchor.value())
            && anchor.epilogue().activation().isIdentity()
        ? anchor
        : null;
  }

  private static boolean isFusable(UnaryFunction function) {
    return switch (function) {
      case CLIP, ELU, HARD_SIGMOID, HARD_SWISH, LEAKY_RELU, RELU, RELU6, SIGMOID, SWISH, TANH ->
          true;
      case ABS,
          CEIL,
          COS,
          ERF,
          EXP,
          FLOOR,
          IDENTITY,
          LOG,
          NEG,
          NOT,
          RECIPROCAL,
          ROUND,
          RSQRT,
          SIGN,
          SIN,
          SOFTPLUS,
          SOFTSIGN,
          SQRT,
          SQUARE ->
          false;
    };
  }
}
