package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.ConvChains;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.Size2;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes one node of a depthwise convolution and the pointwise ones before and after it, whose
/// values nothing else reads, where a device prefers it so, and takes apart the chains that it does
/// not. What is within a chain has no place in the memory plan.
///
/// To be applied when all else is done and all shapes are known.
public final class ArrangeConvChains implements GraphPass {
  private final Predicate<KernelRequest> preferred;
  private final KernelOptions options;

  /// @param preferred what the device says, see [io.scopegraph.runtime.spi.Device#prefersChain]
  /// @param options what is asked of the device's kernels
  public ArrangeConvChains(Predicate<KernelRequest> preferred, KernelOptions options) {
    this.preferred = preferred;
    this.options = options;
  }

  @Override
  public Graph apply(Graph graph) {
    Graph apart =
        ConvChains.split(graph, node -> !preferred.test(KernelRequest.of(graph, node, options)));
    return fuse(apart);
  }

  /// Nodes that become one.
  private record Run(ImmutableList<Node> nodes) {
    Run(List<Node> nodes) {
      this(ImmutableList.copyOf(nodes));
    }

    ConvChain op() {
      return new ConvChain(
          nodes.stream().map(node -> (Conv2D) node.op()).collect(ImmutableList.toImmutableList()));
    }

    List<Value> inputs() {
      List<Value> inputs = new ArrayList<>();
      inputs.add(nodes.getFirst().inputs().getFirst());
      for (Node node : nodes) {
        inputs.addAll(node.inputs().subList(1, node.inputs().size()));
      }
      return inputs;
    }

    List<TensorSpec> outputs() {
      return nodes.getLast().outputs();
    }
  }

  private Graph fuse(Graph graph) {
    @Nullable Run[] runs = new @Nullable Run[graph.nodes().size()];
    boolean found = false;
    Readers readers = Readers.of(graph);
    List<ImmutableList<Integer>> users = ImmutableList.copyOf(graph.users());
    for (Node node : graph.nodes()) {
      Run run = run(graph, readers, users, node, runs);
      if (run != null) {
        run.nodes().forEach(each -> runs[each.id()] = run);
        found = true;
      }
    }
    return found
        ? GraphRewriter.rewrite(graph, (node, rewriter) -> rewrite(runs[node.id()], node, rewriter))
        : graph;
  }

  private static boolean rewrite(@Nullable Run run, Node node, GraphRewriter rewriter) {
    if (run == null) {
      return false;
    }
    if (node.equals(run.nodes().getLast())) {
      rewriter.replaceWith(node, run.op(), rewriter.map(run.inputs()));
    }
    return true;
  }

  /// The longest chain around a depthwise convolution that the device prefers, or null.
  ///
  /// @param taken the chains that nodes belong to already, by id
  private @Nullable Run run(
      Graph graph,
      Readers readers,
      List<ImmutableList<Integer>> users,
      Node middle,
      @Nullable Run[] taken) {
    if (!isDepthwise(graph, middle)) {
      return null;
    }
    Node before = free(before(graph, readers, middle), taken);
    Node after = free(after(graph, readers, users, middle), taken);
    List<Run> candidates = new ArrayList<>();
    if (before != null && after != null) {
      candidates.add(new Run(List.of(before, middle, after)));
    }
    if (after != null) {
      candidates.add(new Run(List.of(middle, after)));
    }
    if (before != null) {
      candidates.add(new Run(List.of(before, middle)));
    }
    return candidates.stream().filter(run -> isPreferred(graph, run)).findFirst().orElse(null);
  }

  private static @Nullable Node free(@Nullable Node node, @Nullable Run[] taken) {
    return node == null || taken[node.id()] != null ? null : node;
  }

  private boolean isPreferred(Graph graph, Run run) {
    boolean addsWithin =
        run.nodes().stream()
            .limit(run.nodes().size() - 1)
            .anyMatch(node -> ((Conv2D) node.op()).epilogue().residual());
    return !addsWithin
        && preferred.test(KernelRequest.of(graph, run.op(), run.inputs(), run.outputs(), options));
  }

  private static @Nullable Node before(Graph graph, Readers readers, Node middle) {
    Value x = middle.inputs().getFirst();
    return readers.isSole(x) && isPointwise(graph, graph.node(x), middle) ? graph.node(x) : null;
  }

  private static @Nullable Node after(
      Graph graph, Readers readers, List<ImmutableList<Integer>> users, Node middle) {
    Value value = Value.of(middle.id());
    List<Integer> reading = users.get(middle.id());
    if (reading.size() != 1 || !readers.isSole(value)) {
      return null;
    }
    Node node = graph.nodes().get(reading.getFirst());
    return node.inputs().getFirst().equals(value) && isPointwise(graph, node, middle) ? node : null;
  }

  private static boolean isDepthwise(Graph graph, Node node) {
    if (!(node.op() instanceof Conv2D conv)) {
      return false;
    }
    Shape filter = graph.spec(node.inputs().get(1)).shape();
    return filter.isFullyDefined()
        && conv.groups() > 1
        && filter.dim(2) == 1
        && filter.dim(3) == conv.groups();
  }

  private static boolean isPointwise(Graph graph, Node node, Node middle) {
    if (!(node.op() instanceof Conv2D conv)) {
      return false;
    }
    Shape filter = graph.spec(node.inputs().get(1)).shape();
    Shape x = graph.spec(node.inputs().getFirst()).shape();
    Shape y = node.outputs().getFirst().shape();
    return conv.groups() == 1
        && conv.format() == ((Conv2D) middle.op()).format()
        && conv.strides().equals(Size2.ONE)
        && filter.isFullyDefined()
        && filter.dim(0) == 1
        && filter.dim(1) == 1
        && x.isFullyDefined()
        && y.isFullyDefined()
        && conv.format().height(x) == conv.format().height(y)
        && conv.format().width(x) == conv.format().width(y);
  }
}
