package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Shape;
import java.util.stream.Collectors;

/// How a device runs a plan that it has been given.
///
/// @param shapes of the inputs that the plan is for, by name
/// @param mode in one line: `one CUDA graph of 57 nodes, replayed`
public record RunMode(ImmutableMap<String, Shape> shapes, String mode) {
  /// For example `x (8, 224, 224, 3): one CUDA graph of 57 nodes, replayed`.
  @Override
  public String toString() {
    String inputs =
        shapes.entrySet().stream()
            .map(input -> input.getKey() + " " + input.getValue())
            .collect(Collectors.joining(", "));
    return inputs + ": " + mode;
  }
}
