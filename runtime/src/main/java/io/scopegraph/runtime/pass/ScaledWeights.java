package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Reshape;
import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An anchor whose result is multiplied by one factor for each channel: the factors move into the
/// weights.
final class ScaledWeights {
  private ScaledWeights() {}

  /// Whether the factors can be applied to the weights before running: the weights are constants
  /// and nothing stands between the product and its result.
  static boolean areFoldable(Graph graph, Anchor anchor) {
    boolean channelsInWeights =
        !(anchor.node().op() instanceof ConvTranspose2D conv) || conv.groups() == 1;
    return channelsInWeights
        && anchor.channelAxis() >= 0
        && graph.constant(anchor.weight()) != null
        && (!anchor.epilogue().bias() || graph.constant(anchor.bias()) != null)
        && !anchor.epilogue().residual()
        && anchor.epilogue().activation().isIdentity();
  }

  /// Adds the anchor with weights and bias multiplied by `factor`, and `shift` added to the bias.
  ///
  /// @param factor in the copy, one element for each channel
  /// @param shift in the copy, one element for each channel; null for none
  static Value rebuild(GraphRewriter rewriter, Anchor anchor, Value factor, @Nullable Value shift) {
    String name = anchor.node().name();
    Value weight =
        rewriter.add(
            name + "/weight",
            anchor.node(),
            new Binary(BinaryFunction.MUL),
            ImmutableList.of(rewriter.map(anchor.weight()), alongWeight(rewriter, anchor, factor)));
    Value bias = shift;
    if (anchor.epilogue().bias()) {
      Value scaled =
          rewriter.add(
              name + "/scaled",
              anchor.node(),
              new Binary(BinaryFunction.MUL),
              ImmutableList.of(rewriter.map(anchor.bias()), factor));
      bias =
          shift == null
              ? scaled
              : rewriter.add(
                  name + "/bias",
                  anchor.node(),
                  new Binary(BinaryFunction.ADD),
                  ImmutableList.of(scaled, shift));
    }
    Value x = rewriter.map(anchor.node().inputs().getFirst());
    return bias == null
        ? anchor.rebuild(rewriter, anchor.epilogue(), ImmutableList.of(x, weight))
        : anchor.rebuild(rewriter, anchor.epilogue().withBias(), ImmutableList.of(x, weight, bias));
  }

  /// The factors in a shape that broadcasts along the weight's axis of output channels, which is
  /// the last one or the last but one.
  private static Value alongWeight(GraphRewriter rewriter, Anchor anchor, Value factor) {
    boolean last =
        !(anchor.node().op() instanceof ConvTranspose2D)
            && !(anchor.node().op() instanceof MatMul product && product.transposeB());
    if (last) {
      return factor;
    }
    String name = anchor.node().name();
    Value dims =
        rewriter.add(
            name + "/column",
            anchor.node(),
            new Constant(Tensor.vector(-1, 1)),
            ImmutableList.of());
    return rewriter.add(
        name + "/factors", anchor.node(), new Reshape(false), ImmutableList.of(factor, dims));
  }
}
