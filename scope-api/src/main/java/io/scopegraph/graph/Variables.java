package io.scopegraph.graph;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;

/// Named values that can be read and replaced, wherever they are kept.
public interface Variables {
  /// What there is, by name, each fully defined.
  ImmutableMap<String, TensorSpec> variables();

  /// A copy of a variable's value.
  ///
  /// @throws IllegalArgumentException if there is no such variable
  Tensor read(String name);

  /// Replaces values, copying them: all of them, or none if one does not fit. Nobody ever sees some
  /// of the new values beside some of the old ones.
  ///
  /// @throws IllegalArgumentException if a variable has another spec than its value
  void assign(Map<String, Tensor> values);

  /// Replaces one value, copying it.
  ///
  /// @throws IllegalArgumentException if the variable has another spec
  default void assign(String name, Tensor value) {
    assign(Map.of(name, value));
  }
}
