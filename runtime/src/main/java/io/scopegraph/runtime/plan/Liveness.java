package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which nodes run, from when to when each value is needed, and which values share a buffer.
///
/// Values are named by their class: the output that owns the bytes. Views belong to the class of
/// what they look at; an in-place result belongs to the class of the input that it overwrites.
final class Liveness {
  private record Span(int first, int last) {
    Span with(int step) {
      return new Span(Math.min(first, step), Math.max(last, step));
    }

    Span with(Span other) {
      return with(other.first).with(other.last);
    }
  }

  private final Graph graph;
  private final Views views;
  private final ImmutableList<Node> steps;
  private final Map<Integer, Kernel> kernels;
  private final ImmutableSet<Value> results;
  private final Map<Value, Span> spans = new HashMap<>();
  private final Map<Value, Value> overwritten = new HashMap<>();

  /// @param kernels for each of the graph's steps, by the node's id
  Liveness(PlannedGraph planned, Map<Integer, Kernel> kernels, boolean inPlace) {
    this.graph = planned.graph();
    this.views = planned.views();
    this.kernels = kernels;
    this.results =
        graph.outputs().values().stream()
            .map(value -> views.root(value).value())
            .collect(ImmutableSet.toImmutableSet());
    this.steps = needed(planned.steps());
    for (int step = 0; step < steps.size(); step++) {
      Node node = steps.get(step);
      for (int slot = 0; slot < node.outputs().size(); slot++) {
        touch(new Value(node.id(), slot), step);
      }
      for (int input : kernel(node).runtimeInputs()) {
        touch(views.root(node.inputs().get(input)).value(), step);
      }
    }
    if (inPlace) {
      for (int step = 0; step < steps.size(); step++) {
        Value target = inPlaceTarget(steps.get(step), step);
        if (target != null) {
          Value output = Value.of(steps.get(step).id());
          overwritten.put(output, target);
          spans.put(target, span(target).with(span(output)));
        }
      }
    }
  }

  /// The nodes whose outputs are read while others run, or are results.
  private ImmutableList<Node> needed(ImmutableList<Node> candidates) {
    Set<Integer> read = new HashSet<>();
    results.forEach(value -> read.add(value.node()));
    List<Node> needed = new ArrayList<>();
    for (Node node : candidates.reverse()) {
      if (!read.contains(node.id())) {
        continue;
      }
      needed.add(node);
      Set<Integer> inputs = new HashSet<>(kernel(node).runtimeInputs());
      kernel(node).packedWeights().stream().map(PackedWeight::input).forEach(inputs::add);
      inputs.forEach(input -> read.add(views.root(node.inputs().get(input)).value().node()));
    }
    return ImmutableList.copyOf(needed.reversed());
  }

  /// The class that a step may overwrite with its output, or null. Both classes have equal sizes
  /// and meet at the step alone, so sharing never raises the lower bound.
  private @Nullable Value inPlaceTarget(Node node, int step) {
    Kernel kernel = kernel(node);
    if (node.outputs().size() != 1) {
      return null;
    }
    long bytes = node.outputs().getFirst().byteSize();
    for (int input : Sets.intersection(kernel.inPlaceInputs(), kernel.runtimeInputs())) {
      Value target = classOf(node.inputs().get(input));
      boolean free =
          !isWeightOrInput(target)
              && results.stream().noneMatch(result -> classOf(result).equals(target))
              && span(target).last() == step
              && graph.spec(target).byteSize() == bytes;
      if (free && onlyReadInPlace(node, kernel, target, bytes)) {
        return target;
      }
    }
    return null;
  }

  /// Whether a step reads a class only through inputs that it may overwrite, and as a whole.
  private boolean onlyReadInPlace(Node node, Kernel kernel, Value target, long bytes) {
    for (int input : kernel.runtimeInputs()) {
      Value value = node.inputs().get(input);
      boolean inPlace =
          kernel.inPlaceInputs().contains(input) && graph.spec(value).byteSize() == bytes;
      if (classOf(value).equals(target) && !inPlace) {
        return false;
      }
    }
    return true;
  }

  private boolean isWeightOrInput(Value root) {
    return switch (graph.op(root)) {
      case Placeholder _, Constant _, VariableOp _ -> true;
      default -> false;
    };
  }

  private void touch(Value root, int step) {
    spans.merge(root, new Span(step, step), Span::with);
  }

  private Span span(Value root) {
    return spans.getOrDefault(root, new Span(-1, -1));
  }

  private Kernel kernel(Node node) {
    Kernel kernel = kernels.get(node.id());
    if (kernel == null) {
      throw new IllegalStateException("No kernel was selected for \"" + node.name() + "\"");
    }
    return kernel;
  }

  /// The nodes that run, in order.
  ImmutableList<Node> steps() {
    return steps;
  }

  /// The class that a value belongs to, by the output that owns the bytes.
  Value classOf(Value value) {
    Value root = views.root(value).value();
    Value earlier = overwritten.get(root);
    return earlier == null ? root : classOf(earlier);
  }

  /// Where a value begins within its class, in bytes.
  long offset(Value value) {
    return views.root(value).offset();
  }

  /// The first step that touches a class, -1 if none does.
  int first(Value root) {
    return span(root).first();
  }

  /// The last step that touches a class, -1 if none does.
  int last(Value root) {
    return span(root).last();
  }
}
