package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Reduce;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Draws `x * scale + shift`, with two constant numbers, into the weights of the convolutions and
/// matrix products that read it, provided that nothing else does. Where a convolution pads, only
/// the scale moves, as the shift does not reach the padded cells.
public final class FoldAffine implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Map<Value, Affine> foldable = foldable(graph);
    if (foldable.isEmpty()) {
      return graph;
    }
    Map<Value, Value> shifted = new HashMap<>();
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          Anchor anchor = Anchor.of(graph, Value.of(node.id()));
          Affine affine = anchor == null ? null : foldable.get(node.inputs().getFirst());
          if (anchor == null || affine == null || !gains(graph, anchor, affine)) {
            return false;
          }
          rewriter.replace(anchor.value(), build(anchor, affine, rewriter, shifted));
          return true;
        });
  }

  /// The affine values that only anchors with constant weights read, at least one of which gains.
  private static Map<Value, Affine> foldable(Graph graph) {
    Map<Value, Affine> found = new HashMap<>();
    Readers readers = Readers.of(graph);
    for (Node node : graph.nodes()) {
      Affine affine = Affine.of(graph, readers, node);
      if (affine != null) {
        found.put(Value.of(node.id()), affine);
      }
    }
    for (Node node : graph.nodes()) {
      Anchor anchor = Anchor.of(graph, Value.of(node.id()));
      for (int input = 0; input < node.inputs().size(); input++) {
        if (input > 0 || anchor == null || !isConstant(graph, anchor)) {
          found.remove(node.inputs().get(input));
        }
      }
    }
    graph.outputs().values().forEach(found::remove);
    Set<Value> gaining = new HashSet<>();
    for (Node node : graph.nodes()) {
      Anchor anchor = Anchor.of(graph, Value.of(node.id()));
      Affine affine = anchor == null ? null : found.get(node.inputs().getFirst());
      if (anchor != null && affine != null && gains(graph, anchor, affine)) {
        gaining.add(node.inputs().getFirst());
      }
    }
    found.keySet().retainAll(gaining);
    return found;
  }

  private static boolean isConstant(Graph graph, Anchor anchor) {
    return graph.constant(anchor.weight()) != null
        && graph.spec(anchor.weight()).dtype().isFloating()
        && (!anchor.epilogue().bias() || graph.constant(anchor.bias()) != null);
  }

  private static boolean gains(Graph graph, Anchor anchor, Affine affine) {
    return affine.scale() != 1 || takesShift(graph, anchor);
  }

  /// Whether every cell of the output sees the whole window inside of the input.
  private static boolean takesShift(Graph graph, Anchor anchor) {
    Shape weight = graph.spec(anchor.weight()).shape();
    if (anchor.node().op() instanceof MatMul product) {
      return weight.rank() == 2 && !product.transposeB();
    }
    if (!(anchor.node().op() instanceof Conv2D conv)) {
      return false;
    }
    boolean single = weight.dim(0) == 1 && weight.dim(1) == 1;
    Padding padding = conv.padding();
    return switch (padding.kind()) {
      case VALID -> true;
      case SAME_LOWER, SAME_UPPER -> single;
      case EXPLICIT -> padding.equals(Padding.explicit(0));
    };
  }

  private static Value build(
      Anchor anchor, Affine affine, GraphRewriter rewriter, Map<Value, Value> shifted) {
    List<Value> inputs = new ArrayList<>(rewriter.map(anchor.node().inputs()));
    Weights weights = new Weights(rewriter, anchor);
    Value weight = inputs.get(1);
    inputs.set(1, weights.times("/weight", weight, affine.scale()));
    if (!takesShift(rewriter.source(), anchor)) {
      inputs.set(
          0,
          shifted.computeIfAbsent(anchor.node().inputs().getFirst(), _ -> weights.shifted(affine)));
      return anchor.rebuild(rewriter, anchor.epilogue(), ImmutableList.copyOf(inputs));
    }
    inputs.set(0, rewriter.map(affine.x()));
    Value shift = weights.times("/shift", weights.sums(weight), affine.shift());
    if (anchor.epilogue().bias()) {
      inputs.set(2, weights.sum("/bias", inputs.get(2), shift));
    } else {
      inputs.add(2, shift);
    }
    return anchor.rebuild(rewriter, anchor.epilogue().withBias(), ImmutableList.copyOf(inputs));
  }

  /// Arithmetic on the weights of one anchor.
  private record Weights(GraphRewriter rewriter, Anchor anchor) {
    Value times(String name, Value value, double number) {
      return binary(BinaryFunction.MUL, name, value, number(name, number));
    }

    Value sum(String name, Value left, Value right) {
      return binary(BinaryFunction.ADD, name, left, right);
    }

    /// The sum of the weights that contribute to each output channel.
    Value sums(Value weight) {
      ImmutableList<Integer> axes =
          anchor.node().op() instanceof MatMul ? ImmutableList.of(0) : ImmutableList.of(0, 1, 2);
      return rewriter.add(
          anchor.node().name() + "/sums",
          anchor.node(),
          new Reduce(Reduce.Function.SUM, axes, false),
          ImmutableList.of(weight));
    }

    /// The value that, multiplied by the scale, is the affine one.
    Value shifted(Affine affine) {
      Value mapped = rewriter.map(affine.x());
      return affine.shift() == 0
          ? mapped
          : sum("/shifted", mapped, number("/shift", affine.shift() / affine.scale()));
    }

    private Value number(String name, double number) {
      TensorSpec spec = anchor.spec().withShape(Shape.scalar());
      return rewriter.add(
          anchor.node().name() + name + "/number",
          anchor.node(),
          new Constant(Tensor.filled(spec, number)),
          ImmutableList.of());
    }

    private Value binary(BinaryFunction function, String name, Value left, Value right) {
      return rewriter.add(
          anchor.node().name() + name,
          anchor.node(),
          new Binary(function),
          ImmutableList.of(left, right));
    }
  }
}
