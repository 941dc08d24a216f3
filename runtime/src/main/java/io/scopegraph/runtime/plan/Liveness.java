package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.spi.Kernel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// From which step to which each class of values is touched.
final class Liveness {
  private record Span(int first, int last) {
    Span with(Span other) {
      return new Span(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private static final Span NEVER = new Span(-1, -1);

  private final AliasClasses classes;

  /// The scratch memory of each step.
  private final long[] workspaces;

  private final Map<Value, Span> spans = new HashMap<>();

  /// @param steps what runs, in order
  /// @param kernels for each of the steps, by the node's id
  Liveness(AliasClasses classes, ImmutableList<Node> steps, Map<Integer, Kernel> kernels) {
    this.classes = classes;
    this.workspaces = new long[steps.size()];
    for (int step = 0; step < steps.size(); step++) {
      Node node = steps.get(step);
      for (int slot = 0; slot < node.outputs().size(); slot++) {
        touch(new Value(node.id(), slot), step);
      }
      Kernel kernel = PlannedGraph.kernel(kernels, node);
      workspaces[step] = kernel.workspaceBytes();
      for (int input : kernel.runtimeInputs()) {
        touch(node.inputs().get(input), step);
      }
    }
  }

  private void touch(Value value, int step) {
    spans.merge(classes.owner(value), new Span(step, step), Span::with);
  }

  /// The first step that touches a class, -1 if none does.
  int first(Value owner) {
    return spans.getOrDefault(owner, NEVER).first();
  }

  /// The last step that touches a class, -1 if none does.
  int last(Value owner) {
    return spans.getOrDefault(owner, NEVER).last();
  }

  /// Notes that a class was put into another.
  void merge(Value owner, Value into) {
    Span span = spans.remove(owner);
    if (span != null) {
      spans.merge(into, span, Span::with);
    }
  }

  /// The most bytes of the arena that are needed at one time.
  long peak(long alignment) {
    Set<Value> results = new HashSet<>(classes.results());
    long[] change = new long[workspaces.length + 1];
    spans.forEach((owner, span) -> {
      if (!classes.isSource(owner) && !results.contains(owner)) {
        long bytes = Alignment.up(classes.bytes(owner), alignment);
        change[span.first()] += bytes;
        change[span.last() + 1] -= bytes;
      }
    });
    long live = 0;
    long most = 0;
    for (int step = 0; step < workspaces.length; step++) {
      live += change[step];
      most = Math.max(most, live + Alignment.up(workspaces[step], alignment));
    }
    return most;
  }
}
