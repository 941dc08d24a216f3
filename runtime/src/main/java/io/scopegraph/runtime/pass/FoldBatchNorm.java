package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// Draws a batch normalisation with constant parameters into the weights of the convolution or
/// matrix product before it. The new weights are written as nodes on the old ones, for constant
/// folding to evaluate.
public final class FoldBatchNorm implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return Fusion.apply(graph, node -> find(graph, readers, node), FoldBatchNorm::build);
  }

  private static @Nullable Anchor find(Graph graph, Readers readers, Node node) {
    if (!(node.op() instanceof BatchNorm norm)) {
      return null;
    }
    Anchor anchor = Anchor.of(graph, node.inputs().getFirst());
    boolean constant =
        node.inputs().stream().skip(1).allMatch(input -> graph.constant(input) != null);
    return anchor != null
            && constant
            && readers.isSole(anchor.value())
            && ScaledWeights.areFoldable(graph, anchor)
            && norm.format().channelAxis(anchor.spec().shape().rank()) == anchor.channelAxis()
        ? anchor
        : null;
  }

  private static Value build(Anchor anchor, Node node, GraphRewriter rewriter) {
    String name = node.name();
    Value scale = rewriter.map(node.inputs().get(1));
    Value offset = rewriter.map(node.inputs().get(2));
    Value mean = rewriter.map(node.inputs().get(3));
    Value variance = rewriter.map(node.inputs().get(4));
    Tensor epsilon =
        Tensor.filled(
            new TensorSpec(node.outputs().getFirst().dtype(), Shape.scalar()),
            ((BatchNorm) node.op()).epsilon());
    Value positive =
        rewriter.add(
            name + "/variance",
            node,
            new Binary(BinaryFunction.ADD),
            ImmutableList.of(
                variance,
                rewriter.add(name + "/epsilon", node, new Constant(epsilon), ImmutableList.of())));
    Value deviation =
        rewriter.add(
            name + "/deviation", node, Unary.of(UnaryFunction.SQRT), ImmutableList.of(positive));
    Value factor =
        rewriter.add(
            name + "/factor",
            node,
            new Binary(BinaryFunction.DIV),
            ImmutableList.of(scale, deviation));
    Value moved =
        rewriter.add(
            name + "/mean", node, new Binary(BinaryFunction.MUL), ImmutableList.of(mean, factor));
    Value shift =
        rewriter.add(
            name + "/shift", node, new Binary(BinaryFunction.SUB), ImmutableList.of(offset, moved));
    return ScaledWeights.rebuild(rewriter, anchor, factor, shift);
  }
}
