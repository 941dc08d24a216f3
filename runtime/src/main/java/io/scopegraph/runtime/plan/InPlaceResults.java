package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.spi.Kernel;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets results overwrite inputs that nothing reads any more.
///
/// Both classes have equal sizes and meet at the step alone, so this never raises the peak.
final class InPlaceResults {
  private final AliasClasses classes;
  private final Map<Integer, Kernel> kernels;
  private final Liveness liveness;
  private final Set<Value> results;

  private InPlaceResults(
      AliasClasses classes, ImmutableList<Node> steps, Map<Integer, Kernel> kernels) {
    this.classes = classes;
    this.kernels = kernels;
    this.liveness = new Liveness(classes, steps, kernels);
    this.results = classes.results();
  }

  /// Joins the classes; what is live when afterwards.
  static Liveness apply(
      AliasClasses classes, ImmutableList<Node> steps, Map<Integer, Kernel> kernels) {
    InPlaceResults inPlace = new InPlaceResults(classes, steps, kernels);
    for (int step = 0; step < steps.size(); step++) {
      inPlace.visit(steps.get(step), step);
    }
    return inPlace.liveness;
  }

  private void visit(Node node, int step) {
    Value output = Value.of(node.id());
    if (node.outputs().size() != 1 || !classes.owner(output).equals(output)) {
      return;
    }
    Value target = target(node, step);
    if (target == null) {
      return;
    }
    Value owner = classes.owner(target);
    classes.overlay(output, target);
    liveness.merge(output, owner);
    if (results.contains(output)) {
      results.add(owner);
    }
  }

  /// The input that a step may overwrite with its output, or null.
  private @Nullable Value target(Node node, int step) {
    Kernel kernel = PlannedGraph.kernel(kernels, node);
    long bytes = node.outputs().getFirst().byteSize();
    for (int input : Sets.intersection(kernel.inPlaceInputs(), kernel.runtimeInputs())) {
      Value value = node.inputs().get(input);
      Value owner = classes.owner(value);
      boolean free =
          !classes.isSource(owner)
              && !results.contains(owner)
              && liveness.last(owner) == step
              && classes.bytes(value) == bytes
              && classes.isWhole(value);
      if (free && isOnlyReadInPlace(node, kernel, owner, bytes)) {
        return value;
      }
    }
    return null;
  }

  /// Whether a step reads a class only through inputs that it may overwrite, and as a whole.
  private boolean isOnlyReadInPlace(Node node, Kernel kernel, Value owner, long bytes) {
    for (int input : kernel.runtimeInputs()) {
      Value value = node.inputs().get(input);
      boolean inPlace = kernel.inPlaceInputs().contains(input) && classes.bytes(value) == bytes;
      if (classes.owner(value).equals(owner) && !inPlace) {
        return false;
      }
    }
    return true;
  }
}
