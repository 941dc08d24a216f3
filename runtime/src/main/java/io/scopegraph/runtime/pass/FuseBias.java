package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Draws a bias into the convolution or matrix product before it: a `BiasAdd`, or the addition of a
/// constant that differs along the channels only. A second constant bias is added to the first.
public final class FuseBias implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return Fusion.apply(
        graph,
        node -> {
          Anchor anchor = find(graph, node);
          return anchor != null && readers.isSole(anchor.value()) ? anchor : null;
        },
        FuseBias::build);
  }

  private static @Nullable Anchor find(Graph graph, Node node) {
    if (node.op() instanceof BiasAdd biasAdd) {
      Anchor anchor = Anchor.of(graph, node.inputs().getFirst());
      return anchor != null
              && anchor.channelAxis() >= 0
              && biasAdd.format().channelAxis(anchor.spec().shape().rank()) == anchor.channelAxis()
              && takes(graph, anchor, node.inputs().get(1))
          ? anchor
          : null;
    }
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.ADD) {
      return null;
    }
    for (int operand = 0; operand < 2; operand++) {
      Anchor anchor = Anchor.of(graph, node.inputs().get(operand));
      Value bias = node.inputs().get(1 - operand);
      if (anchor != null
          && ChannelVector.isOne(graph, bias, anchor)
          && takes(graph, anchor, bias)) {
        return anchor;
      }
    }
    return null;
  }

  private static boolean takes(Graph graph, Anchor anchor, Value bias) {
    return anchor.epilogue().activation().isIdentity()
        && (!anchor.epilogue().bias()
            || (graph.constant(bias) != null && graph.constant(anchor.bias()) != null));
  }

  private static Value build(Anchor anchor, Node node, GraphRewriter rewriter) {
    Value bias =
        node.inputs().getFirst().equals(anchor.value())
            ? node.inputs().get(1)
            : node.inputs().getFirst();
    Value vector =
        node.op() instanceof BiasAdd
            ? rewriter.map(bias)
            : ChannelVector.add(rewriter, bias, anchor);
    List<Value> inputs = new ArrayList<>(rewriter.map(anchor.node().inputs()));
    if (anchor.epilogue().bias()) {
      vector =
          rewriter.add(
              anchor.node().name() + "/bias",
              node,
              new Binary(BinaryFunction.ADD),
              ImmutableList.of(inputs.get(2), vector));
      inputs.set(2, vector);
    } else {
      inputs.add(2, vector);
    }
    return anchor.rebuild(rewriter, anchor.epilogue().withBias(), ImmutableList.copyOf(inputs));
  }
}
