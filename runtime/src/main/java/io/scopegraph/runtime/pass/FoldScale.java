package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import org.jspecify.annotations.Nullable;

/// Draws the multiplication by a constant that differs along the channels only into the weights of
/// the convolution or matrix product before it.
public final class FoldScale implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return Fusion.apply(graph, node -> find(graph, readers, node), FoldScale::build);
  }

  private static @Nullable Anchor find(Graph graph, Readers readers, Node node) {
    if (!(node.op() instanceof Binary(BinaryFunction function))
        || function != BinaryFunction.MUL
        || !node.outputs().getFirst().dtype().isFloating()) {
      return null;
    }
    for (int operand = 0; operand < 2; operand++) {
      Anchor anchor = Anchor.of(graph, node.inputs().get(operand));
      if (anchor != null
          && readers.isSole(anchor.value())
          && ScaledWeights.areFoldable(graph, anchor)
          && ChannelVector.isOne(graph, node.inputs().get(1 - operand), anchor)) {
        return anchor;
      }
    }
    return null;
  }

  private static Value build(Anchor anchor, Node node, GraphRewriter rewriter) {
    Value left = node.inputs().get(0);
    Value factor = left.equals(anchor.value()) ? node.inputs().get(1) : left;
    Value vector = ChannelVector.add(rewriter, factor, anchor);
    return ScaledWeights.rebuild(rewriter, anchor, vector, null);
  }
}
