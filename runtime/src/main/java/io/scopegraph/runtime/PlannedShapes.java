package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A set of input shapes with its plan.
final class PlannedShapes {
  /// @param alias another name under which the input may be fed
  private record Input(String name, String alias, TensorSpec spec, boolean required) {}

  private final ImmutableMap<String, Shape> shapes;
  private final Input[] inputs;
  private final MemoryPlan plan;

  /// When it was used last; guarded by nothing, as an estimate is enough.
  private volatile long lastUse;

  private volatile boolean forgotten;

  /// @param shapes of all placeholders
  PlannedShapes(ImmutableMap<String, Shape> shapes, Inputs inputs, MemoryPlan plan) {
    this.shapes = shapes;
    this.plan = plan;
    this.inputs =
        shapes.entrySet().stream()
            .map(input ->
                new Input(
                    input.getKey(),
                    Inputs.alias(input.getKey()),
                    inputs.spec(input.getKey()).withShape(input.getValue()),
                    inputs.isRequired(input.getKey())))
            .toArray(Input[]::new);
  }

  ImmutableMap<String, Shape> shapes() {
    return shapes;
  }

  MemoryPlan plan() {
    return plan;
  }

  /// Whether exactly these dtypes and shapes are fed. Allocates nothing.
  boolean accepts(Map<String, Tensor> feeds) {
    int found = 0;
    for (Input input : inputs) {
      Tensor tensor = find(feeds, input);
      if (tensor == null) {
        if (input.required()) {
          return false;
        }
        continue;
      }
      if (tensor.dtype() != input.spec().dtype() || !tensor.shape().equals(input.spec().shape())) {
        return false;
      }
      found++;
    }
    return found == feeds.size();
  }

  /// Whether these are the shapes, the names being those of the placeholders. Allocates nothing.
  boolean has(Map<String, Shape> given) {
    int found = 0;
    for (Input input : inputs) {
      Shape shape = given.get(input.name());
      if (shape == null || !shape.equals(input.spec().shape())) {
        return false;
      }
      found++;
    }
    return found == given.size();
  }

  private static @Nullable Tensor find(Map<String, Tensor> feeds, Input input) {
    Tensor tensor = feeds.get(input.name());
    return tensor == null ? feeds.get(input.alias()) : tensor;
  }

  long lastUse() {
    return lastUse;
  }

  void use(long time) {
    lastUse = time;
  }

  /// Whether the plan is no longer kept, so that nothing should stay bound to it.
  boolean isForgotten() {
    return forgotten;
  }

  void forget() {
    forgotten = true;
  }
}
