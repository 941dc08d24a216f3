package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Transpose;
import io.scopegraph.runtime.pass.PermutedNode.Operand;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// Where transposes could be put off to, and where that pays.
///
/// Forward: a value *floats* if it is a transpose of something, either as the result of a
/// `Transpose` or because a node can compute on permuted operands. Backward: for each floating
/// value the elements that will have to be moved behind it if its transpose is put off, against
/// those that are moved if it is carried out at once. What a node with several floating operands
/// costs is divided among them.
final class TransposeFlow {
  private final Graph graph;
  private final @Nullable ImmutableList<Integer>[] floating;
  private final @Nullable PermutedNode[] permuted;
  private final boolean[] putOff;
  private final boolean shapesKnown;

  @SuppressWarnings({"unchecked", "rawtypes"})
  TransposeFlow(Graph graph) {
    this.graph = graph;
    int count = graph.nodes().size();
    floating = new ImmutableList[count];
    permuted = new PermutedNode[count];
    putOff = new boolean[count];
    shapesKnown =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .allMatch(spec -> spec.shape().isFullyDefined());
    findFloating();
    weigh();
  }

  /// By which permutation the outputs of a node float; null if they don't.
  @Nullable ImmutableList<Integer> floating(Node node) {
    return floating[node.id()];
  }

  /// How a node computes on floating operands; null if it does not.
  @Nullable PermutedNode permuted(Node node) {
    return permuted[node.id()];
  }

  /// Whether the transpose of a floating value is better put off.
  boolean isPutOff(Node node) {
    return putOff[node.id()];
  }

  private void findFloating() {
    PermutedNodes nodes = new PermutedNodes(graph, value -> floating[value.node()]);
    for (Node node : graph.nodes()) {
      PermutedNode plan = nodes.of(node);
      permuted[node.id()] = plan;
      ImmutableList<Integer> order = plan == null ? null : plan.result();
      if (node.op() instanceof Transpose transpose) {
        order = transposed(node, transpose);
      }
      floating[node.id()] = order == null || Permutations.isIdentity(order) ? null : order;
    }
  }

  private @Nullable ImmutableList<Integer> transposed(Node node, Transpose transpose) {
    Value operand = node.inputs().getFirst();
    Shape shape = graph.spec(operand).shape();
    if (!shape.isRankKnown()) {
      return null;
    }
    ImmutableList<Integer> permutation = transpose.permutation(shape.rank());
    ImmutableList<Integer> before = floating[operand.node()];
    return before == null ? permutation : Permutations.compose(before, permutation);
  }

  private void weigh() {
    double[] behind = new double[floating.length];
    boolean[] needed = new boolean[floating.length];
    graph.outputs().values().forEach(output -> needed[output.node()] = true);
    for (Node node : graph.nodes().reversed()) {
      ImmutableList<Integer> order = floating[node.id()];
      double now = order == null ? 0 : weight(node, order);
      double later = behind[node.id()] + (needed[node.id()] ? now : 0);
      putOff[node.id()] = later <= now;
      passOn(node, Math.min(now, later), behind, needed);
    }
  }

  private void passOn(Node node, double cost, double[] behind, boolean[] needed) {
    if (node.op() instanceof ShapeOp) {
      return;
    }
    if (node.op() instanceof Transpose transpose
        && graph.spec(node.inputs().getFirst()).shape().isRankKnown()) {
      int operand = node.inputs().getFirst().node();
      boolean cancels = floating[operand] != null && floating[node.id()] == null;
      behind[operand] -= cancels ? weight(node, transpose.permutation(rank(node))) : 0;
      return;
    }
    PermutedNode plan = permuted[node.id()];
    if (plan == null) {
      node.inputs().forEach(input -> needed[input.node()] = true);
      return;
    }
    long carriers = plan.operands().stream().filter(Operand.Permuted.class::isInstance).count();
    for (Operand operand : plan.operands()) {
      if (operand instanceof Operand.Permuted(int input)) {
        behind[node.inputs().get(input).node()] += cost / carriers;
      }
    }
  }

  private static int rank(Node node) {
    return node.outputs().getFirst().shape().rank();
  }

  /// The elements that a transpose to the outputs of a node moves; 1 for each output if not all
  /// shapes of the graph are known.
  private double weight(Node node, ImmutableList<Integer> order) {
    double weight = 0;
    for (TensorSpec output : node.outputs()) {
      boolean free = Permutations.keepsOrder(Permutations.inverse(order), output.shape());
      weight += free ? 0 : shapesKnown ? output.shape().elementCount() : 1;
    }
    return weight;
  }
}
