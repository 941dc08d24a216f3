package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Gather;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Transpose;
import io.scopegraph.runtime.pass.PermutedNode.Operand;
import io.scopegraph.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Moves transposes towards the outputs, through nodes that can as well compute on permuted
/// operands, where they meet their inverses and cancel, or where they have less to move.
public final class SinkTransposes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> node.op() instanceof Transpose);
    if (!found) {
      return graph;
    }
    Sinking sinking = new Sinking(graph);
    return GraphRewriter.rewrite(graph, sinking::visit);
  }

  /// A value of the copy of which a value of the old graph is a transpose.
  ///
  /// @param name for the transpose, if it has to be carried out
  private record Floating(Value value, ImmutableList<Integer> order, String name) {}

  private static final class Sinking {
    private final TransposeFlow flow;
    private final Vanishing vanishing;
    private final ImmutableSet<Value> outputs;
    private final Map<Value, Floating> floating = new HashMap<>();
    private final Set<Value> settled = new HashSet<>();

    Sinking(Graph graph) {
      flow = new TransposeFlow(graph);
      vanishing = new Vanishing(graph);
      outputs = ImmutableSet.copyOf(graph.outputs().values());
    }

    boolean visit(Node node, GraphRewriter rewriter) {
      boolean done =
          node.op() instanceof Transpose transpose
              ? transpose(node, transpose, rewriter)
              : permute(node, rewriter) || extents(node, rewriter);
      if (!done) {
        node.inputs().forEach(input -> settle(input, rewriter));
      }
      return done;
    }

    private boolean transpose(Node node, Transpose transpose, GraphRewriter rewriter) {
      Value old = node.inputs().getFirst();
      Floating before = floating.get(old);
      Value operand = before == null ? rewriter.map(old) : before.value;
      if (!rewriter.target().spec(operand).shape().isRankKnown()) {
        return false;
      }
      int rank = rewriter.target().spec(operand).shape().rank();
      ImmutableList<Integer> order = transpose.permutation(rank);
      order = before == null ? order : Permutations.compose(before.order, order);
      if (Permutations.isIdentity(order)) {
        return vanishing.replace(rewriter, node, operand);
      }
      putOff(node, 0, new Floating(operand, order, node.name()), rewriter);
      return true;
    }

    private boolean permute(Node node, GraphRewriter rewriter) {
      PermutedNode plan = flow.permuted(node);
      if (plan == null) {
        return false;
      }
      String name = null;
      for (Operand operand : plan.operands()) {
        if (operand instanceof Operand.Permuted(int input)) {
          Floating carrier = floating.get(node.inputs().get(input));
          if (carrier == null || !carrier.order.equals(plan.operand())) {
            return false;
          }
          name = name == null ? carrier.name : name;
        }
      }
      ImmutableList.Builder<Value> inputs = ImmutableList.builder();
      plan.operands().forEach(operand -> inputs.add(input(node, plan, operand, rewriter)));
      Value first = rewriter.add(node.name(), node, plan.op(), inputs.build());
      for (int slot = 0; slot < node.outputs().size(); slot++) {
        Value result = new Value(first.node(), slot);
        if (Permutations.isIdentity(plan.result())) {
          rewriter.replace(new Value(node.id(), slot), result);
        } else {
          putOff(node, slot, new Floating(result, plan.result(), String.valueOf(name)), rewriter);
        }
      }
      return true;
    }

    private Value input(Node node, PermutedNode plan, Operand operand, GraphRewriter rewriter) {
      return switch (operand) {
        case Operand.Permuted(int input) -> carrier(node.inputs().get(input)).value;
        case Operand.Aligned(int input) -> {
          settle(node.inputs().get(input), rewriter);
          yield Alignment.add(
              rewriter,
              node,
              rewriter.map(node.inputs().get(input)),
              Permutations.inverse(plan.operand()));
        }
        case Operand.Plain(int input) -> {
          settle(node.inputs().get(input), rewriter);
          yield rewriter.map(node.inputs().get(input));
        }
        case Operand.Literal(Tensor value) ->
            rewriter.add(node.name() + "/operand", node, new Constant(value), ImmutableList.of());
      };
    }

    private Floating carrier(Value old) {
      Floating carrier = floating.get(old);
      if (carrier == null) {
        throw new IllegalStateException("No transpose was put off at " + old);
      }
      return carrier;
    }

    /// The extents of a floating value are those of what it is a transpose of, in another order.
    private boolean extents(Node node, GraphRewriter rewriter) {
      Floating operand = node.inputs().isEmpty() ? null : floating.get(node.inputs().getFirst());
      if (operand == null || !(node.op() instanceof ShapeOp shapeOp)) {
        return false;
      }
      int rank = operand.order.size();
      long[] axes =
          IntStream.range(shapeOp.from(rank), Math.max(shapeOp.from(rank), shapeOp.to(rank)))
              .mapToLong(operand.order::get)
              .toArray();
      Value extents =
          rewriter.add(
              node.name() + "/extents", node, ShapeOp.WHOLE, ImmutableList.of(operand.value));
      Value chosen =
          rewriter.add(
              node.name() + "/axes", node, new Constant(Tensor.vector(axes)), ImmutableList.of());
      rewriter.replaceWith(node, new Gather(0), ImmutableList.of(extents, chosen));
      return true;
    }

    private void putOff(Node node, int slot, Floating value, GraphRewriter rewriter) {
      Value old = new Value(node.id(), slot);
      floating.put(old, value);
      boolean expected = value.order.equals(flow.floating(node));
      if (!expected || !flow.isPutOff(node)) {
        settle(old, rewriter);
        floating.remove(old);
      } else if (outputs.contains(old)) {
        settle(old, rewriter);
      }
    }

    /// Carries out the transpose of a value, once.
    private void settle(Value old, GraphRewriter rewriter) {
      Floating value = floating.get(old);
      if (value != null && settled.add(old)) {
        Node source = rewriter.source().node(old);
        rewriter.replace(
            old,
            rewriter.add(
                value.name, source, new Transpose(value.order), ImmutableList.of(value.value)));
      }
    }
  }
}
