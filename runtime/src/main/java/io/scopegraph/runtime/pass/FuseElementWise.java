package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one node of element-wise functions whose values are read by each other alone. All values
/// within have the spec of the result, which is fully defined; inputs may be broadcast.
///
/// To be applied when all other fusions are done: it hides from them what the nodes compute.
public final class FuseElementWise implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Graph current = graph;
    while (true) {
      Graph fused = fuse(current);
      if (fused.equals(current)) {
        return current;
      }
      current = fused;
    }
  }

  private static Graph fuse(Graph graph) {
    @Nullable ElementWiseGroup[] groups = groups(graph);
    boolean found = false;
    for (ElementWiseGroup group : groups) {
      found |= group != null && group.size() > 1;
    }
    return found
        ? GraphRewriter.rewrite(
            graph, (node, rewriter) -> rewrite(groups[node.id()], node, rewriter))
        : graph;
  }

  /// The group of each node, by id. From the last node to the first, so that the groups of a node's
  /// readers are known before its own.
  private static @Nullable ElementWiseGroup[] groups(Graph graph) {
    @Nullable ElementWiseGroup[] groups = new @Nullable ElementWiseGroup[graph.nodes().size()];
    List<ImmutableList<Integer>> users = ImmutableList.copyOf(graph.users());
    for (Node node : graph.nodes().reverse()) {
      if (step(graph, node) == null) {
        continue;
      }
      ElementWiseGroup group = common(groups, users.get(node.id()));
      boolean joins =
          group != null
              && !graph.outputs().containsValue(Value.of(node.id()))
              && group.accepts(node);
      if (joins && group != null) {
        group.add(node);
        groups[node.id()] = group;
      } else {
        groups[node.id()] = new ElementWiseGroup(graph, node);
      }
    }
    return groups;
  }

  /// The group that has all of some nodes, or null.
  private static @Nullable ElementWiseGroup common(
      @Nullable ElementWiseGroup[] groups, List<Integer> nodes) {
    ElementWiseGroup first = nodes.isEmpty() ? null : groups[nodes.getFirst()];
    for (int node : nodes) {
      if (first == null || groups[node] != first) {
        return null;
      }
    }
    return first;
  }

  private static boolean rewrite(
      @Nullable ElementWiseGroup group, Node node, GraphRewriter rewriter) {
    if (group == null || group.size() == 1) {
      return false;
    }
    if (node.equals(group.result())) {
      Program program = program(rewriter.source(), group);
      rewriter.replaceWith(node, program.op(), rewriter.map(program.inputs()));
    }
    return true;
  }

  private record Program(ElementWise op, ImmutableList<Value> inputs) {}

  private static Program program(Graph graph, ElementWiseGroup group) {
    Map<Value, Integer> numbers = new HashMap<>();
    ImmutableList<Value> inputs = group.inputs();
    inputs.forEach(input -> numbers.put(input, numbers.size()));
    ImmutableList.Builder<ElementWise.Step> steps = ImmutableList.builder();
    for (Node node : group.nodes()) {
      ElementWise.Step step = step(graph, node);
      List<Integer> operands = node.inputs().stream().map(numbers::get).toList();
      steps.add(
          switch (step) {
            case ElementWise.One(Unary op, _) -> new ElementWise.One(op, operands.getFirst());
            case ElementWise.Two(BinaryFunction function, _, _) ->
                new ElementWise.Two(function, operands.get(0), operands.get(1));
            case null -> throw new IllegalStateException(node.name());
          });
      numbers.put(Value.of(node.id()), numbers.size());
    }
    return new Program(new ElementWise(inputs.size(), steps.build()), inputs);
  }

  /// What a node computes as a step of its inputs 0 and 1, or null if it cannot be one.
  private static ElementWise.@Nullable Step step(Graph graph, Node node) {
    TensorSpec output = node.outputs().getFirst();
    if (!output.dtype().isFloating()
        || !output.shape().isFullyDefined()
        || output.shape().elementCount() == 0) {
      return null;
    }
    if (node.op() instanceof Unary unary) {
      boolean computes = !unary.isIdentity() && unary.function() != UnaryFunction.NOT;
      return computes ? new ElementWise.One(unary, 0) : null;
    }
    if (node.op() instanceof Binary(BinaryFunction function)) {
      return function.kind() == BinaryFunction.Kind.ARITHMETIC
          ? new ElementWise.Two(function, 0, 1)
          : null;
    }
    boolean addsRow =
        node.op() instanceof BiasAdd(DataFormat format)
            && (format == DataFormat.NHWC
                || graph.spec(node.inputs().getFirst()).shape().rank() == 2);
    return addsRow ? new ElementWise.Two(BinaryFunction.ADD, 0, 1) : null;
  }
}
