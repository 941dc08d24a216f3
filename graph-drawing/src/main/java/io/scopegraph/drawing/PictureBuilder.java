package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.math.LongMath;
import io.scopegraph.drawing.PictureNode.InlineConstant;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Unary;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Decides what of a graph is drawn as what, see [GraphPicture].
final class PictureBuilder {
  private final Graph graph;
  private final ImmutableList<ImmutableList<Integer>> users;
  private final ImmutableSet<Integer> resultNodes;

  /// The graph's node that stands for each of the graph's nodes: a variable for its helpers, else
  /// the node itself.
  private final int[] drawnAs;

  /// The ids of the graph's nodes that stand in their users.
  private final Set<Integer> inline = new HashSet<>();

  private final Map<Integer, List<String>> helpers = new HashMap<>();
  private final List<Node> drawn = new ArrayList<>();
  private final Map<Integer, Integer> pictureIds = new HashMap<>();
  private final List<Link> links = new ArrayList<>();

  PictureBuilder(Graph graph) {
    this.graph = graph;
    this.users = graph.users();
    this.resultNodes =
        graph.outputs().values().stream().map(Value::node).collect(ImmutableSet.toImmutableSet());
    this.drawnAs = new int[graph.nodes().size()];
  }

  GraphPicture build() {
    ScopeTree tree = new ScopeTree();
    for (Node node : graph.nodes()) {
      classify(node);
    }
    for (Node node : drawn) {
      tree.add(node.name());
    }
    graph.outputs().keySet().forEach(name -> tree.addAtRoot(name));
    drawn.forEach(this::link);
    linkResults();
    Map<Integer, Set<Integer>> readers = new HashMap<>();
    for (Link link : links) {
      readers.computeIfAbsent(link.source(), _ -> new HashSet<>()).add(link.target());
    }
    tree.arrange();
    ImmutableList.Builder<PictureNode> nodes = ImmutableList.builder();
    for (int id = 0; id < drawn.size(); id++) {
      nodes.add(node(id, tree, readers.getOrDefault(id, Set.of()).size()));
    }
    nodes.addAll(results(tree));
    ImmutableList<PictureNode> list = nodes.build();
    return new GraphPicture(
        ScopeTotals.addTo(tree.scopes(), list), list, ImmutableList.copyOf(links));
  }

  private void classify(Node node) {
    drawnAs[node.id()] = node.id();
    if (isHelper(node)) {
      int variable = node.inputs().getFirst().node();
      drawnAs[node.id()] = variable;
      helpers.computeIfAbsent(variable, _ -> new ArrayList<>()).add(node.name());
      return;
    }
    if (isInline(node)) {
      inline.add(node.id());
      return;
    }
    pictureIds.put(node.id(), drawn.size());
    drawn.add(node);
  }

  /// True for an op that only hands on a variable, inside of the variable's own name.
  private boolean isHelper(Node node) {
    if (!(node.op() instanceof Unary unary) || !unary.isIdentity()) {
      return false;
    }
    Node read = graph.node(node.inputs().getFirst());
    return read.op() instanceof VariableOp && node.name().startsWith(read.name() + "/");
  }

  /// True for a constant, or one in another layout, which is not drawn apart from its users.
  private boolean isInline(Node node) {
    boolean rearranged =
        OpKind.of(node.op()) == OpKind.LAYOUT
            && node.outputs().size() == 1
            && !node.inputs().isEmpty()
            && node.inputs().stream().allMatch(value -> inline.contains(value.node()));
    return (node.op() instanceof Constant || rearranged)
        && !users.get(node.id()).isEmpty()
        && !resultNodes.contains(node.id());
  }

  private void link(Node node) {
    for (int input = 0; input < node.inputs().size(); input++) {
      link(node.inputs().get(input), pictureId(node.id()), input);
    }
  }

  private void link(Value value, int target, int input) {
    Integer source = pictureIds.get(drawnAs[value.node()]);
    if (source != null) {
      links.add(new Link(source, target, graph.tensorName(value), graph.spec(value), input));
    }
  }

  private void linkResults() {
    int id = drawn.size();
    for (Value value : graph.outputs().values()) {
      link(value, id++, 0);
    }
  }

  private int pictureId(int node) {
    return Objects.requireNonNull(pictureIds.get(drawnAs[node]));
  }

  private PictureNode node(int id, ScopeTree tree, int readers) {
    Node node = drawn.get(id);
    ImmutableList<InlineConstant> constants = constants(node);
    return new PictureNode(
        id,
        tree.scopeOf(id),
        node.name(),
        tree.labelOf(id),
        OpKind.of(node.op()),
        node.op().type(),
        OpAttributes.detail(node.op()),
        OpAttributes.of(node.op()),
        node.outputs(),
        constants,
        ImmutableList.copyOf(helpers.getOrDefault(node.id(), List.of())),
        readers,
        node.op() instanceof VariableOp variable
            ? TensorSize.bytes(variable.spec())
            : constants.stream()
                .map(InlineConstant::spec)
                .filter(TensorSize::isParameter)
                .mapToLong(TensorSize::bytes)
                .reduce(0, LongMath::saturatedAdd),
        node.source() == null ? "" : node.source().toString());
  }

  private ImmutableList<InlineConstant> constants(Node node) {
    ImmutableList.Builder<InlineConstant> constants = ImmutableList.builder();
    for (int input = 0; input < node.inputs().size(); input++) {
      Value value = node.inputs().get(input);
      if (inline.contains(value.node())) {
        Tensor tensor = graph.constant(value);
        String preview = tensor == null ? "" : OpAttributes.preview(tensor);
        constants.add(
            new InlineConstant(graph.node(value).name(), graph.spec(value), input, preview));
      }
    }
    return constants.build();
  }

  private ImmutableList<PictureNode> results(ScopeTree tree) {
    ImmutableList.Builder<PictureNode> results = ImmutableList.builder();
    int next = drawn.size();
    for (Map.Entry<String, Value> result : graph.outputs().entrySet()) {
      int id = next++;
      results.add(
          new PictureNode(
              id,
              tree.scopeOf(id),
              result.getKey(),
              tree.labelOf(id),
              OpKind.OUTPUT,
              "output",
              "",
              ImmutableMap.of("tensor", graph.tensorName(result.getValue())),
              ImmutableList.of(graph.spec(result.getValue())),
              ImmutableList.of(),
              ImmutableList.of(),
              0,
              0,
              ""));
    }
    return results.build();
  }
}
