package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Unary;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph made ready for planning: each of its results has a buffer of its own, and it is known
/// which nodes have to run.
public final class PlannedGraph {
  private final Graph graph;
  private final Views views;
  private final ImmutableList<Node> steps;

  private PlannedGraph(Graph graph, Views views) {
    this.graph = graph;
    this.views = views;
    this.steps = findSteps();
  }

  /// Prepares a graph. A result that is an input, a weight, a part of a value, or a value that is a
  /// result already, is copied by a further node.
  ///
  /// @param graph all shapes fully defined
  /// @param alignment where values may begin that are parts of others
  public static PlannedGraph of(Graph graph, long alignment) {
    Views views = new Views(graph, alignment, ImmutableSet.of());
    List<Node> nodes = new ArrayList<>(graph.nodes());
    ImmutableMap.Builder<String, Value> outputs = ImmutableMap.builder();
    ImmutableSet.Builder<Integer> copies = ImmutableSet.builder();
    Set<Value> taken = new HashSet<>();
    graph
        .outputs()
        .forEach((name, value) -> {
          Value root = views.root(value).value();
          boolean whole = graph.spec(value).byteSize() == graph.spec(root).byteSize();
          if (!isSource(graph, root) && whole && taken.add(root)) {
            outputs.put(name, value);
            return;
          }
          Node copy = copy(graph, nodes, value);
          nodes.add(copy);
          copies.add(copy.id());
          outputs.put(name, Value.of(copy.id()));
        });
    ImmutableSet<Integer> copied = copies.build();
    if (copied.isEmpty()) {
      return new PlannedGraph(graph, views);
    }
    Graph extended = Graph.of(nodes, outputs.buildOrThrow());
    return new PlannedGraph(extended, new Views(extended, alignment, copied));
  }

  private static Node copy(Graph graph, List<Node> nodes, Value value) {
    Set<String> names = new HashSet<>();
    nodes.forEach(node -> names.add(node.name()));
    String base = graph.node(value).name() + "/copy";
    String name = base;
    for (int number = 1; names.contains(name); number++) {
      name = base + "_" + number;
    }
    return new Node(
        nodes.size(),
        name,
        Unary.IDENTITY,
        ImmutableList.of(value),
        ImmutableList.of(graph.spec(value)),
        graph.node(value).source());
  }

  /// The nodes behind the results that are neither sources nor views and that give any bytes.
  private ImmutableList<Node> findSteps() {
    boolean[] reached = new boolean[graph.nodes().size()];
    graph.outputs().values().forEach(value -> reached[views.root(value).value().node()] = true);
    List<Node> steps = new ArrayList<>();
    for (Node node : graph.nodes().reverse()) {
      boolean empty = node.outputs().stream().allMatch(spec -> spec.byteSize() == 0);
      if (!reached[node.id()] || isSource(graph, Value.of(node.id())) || empty) {
        continue;
      }
      steps.add(node);
      node.inputs().forEach(value -> reached[views.root(value).value().node()] = true);
    }
    return ImmutableList.copyOf(steps.reversed());
  }

  /// The steps whose outputs are read while others run, or are results.
  ///
  /// @param kernels for each of the steps, by the node's id
  ImmutableList<Node> needed(Map<Integer, Kernel> kernels) {
    Set<Integer> read = new HashSet<>();
    graph.outputs().values().forEach(value -> read.add(views.root(value).value().node()));
    List<Node> needed = new ArrayList<>();
    for (Node node : steps.reverse()) {
      if (!read.contains(node.id())) {
        continue;
      }
      needed.add(node);
      Kernel kernel = kernel(kernels, node);
      Set<Integer> inputs = new HashSet<>(kernel.runtimeInputs());
      kernel.packedWeights().stream().map(PackedWeight::input).forEach(inputs::add);
      inputs.forEach(input -> read.add(views.root(node.inputs().get(input)).value().node()));
    }
    return ImmutableList.copyOf(needed.reversed());
  }

  static Kernel kernel(Map<Integer, Kernel> kernels, Node node) {
    Kernel kernel = kernels.get(node.id());
    if (kernel == null) {
      throw new IllegalStateException("No kernel was selected for \"" + node.name() + "\"");
    }
    return kernel;
  }

  /// Whether a value is fed or kept between runs, so that no step makes it.
  static boolean isSource(Graph graph, Value value) {
    return graph.op(value) instanceof Placeholder || KernelRequest.isWeight(graph, value);
  }

  /// The graph, with the copies of results at its end.
  public Graph graph() {
    return graph;
  }

  /// The nodes for which kernels are needed, in order.
  public ImmutableList<Node> steps() {
    return steps;
  }

  Views views() {
    return views;
  }
}
