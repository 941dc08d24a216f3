package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.tensor.Tensor;

/// What a run gave. The tensors belong to the caller: later runs and closing the session leave them
/// as they are.
public final class Results {
  private final ImmutableMap<String, Tensor> tensors;

  Results(ImmutableMap<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /// A result by its name.
  ///
  /// @throws IllegalArgumentException if there is no such output
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There is no output \"%s\"; nearest: %s"
              .formatted(name, NearestNames.suggest(name, tensors.keySet())));
    }
    return tensor;
  }

  /// The result of a graph that has one.
  ///
  /// @throws IllegalStateException if there are several
  public Tensor only() {
    if (tensors.size() != 1) {
      throw new IllegalStateException(
          "There are %d outputs: %s".formatted(tensors.size(), tensors.keySet()));
    }
    return tensors.values().iterator().next();
  }

  public ImmutableSet<String> names() {
    return tensors.keySet();
  }

  public ImmutableMap<String, Tensor> asMap() {
    return tensors;
  }
}
