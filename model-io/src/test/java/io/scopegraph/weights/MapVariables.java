package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Variables;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Variables on the host.
class MapVariables implements Variables {
  private final Map<String, Tensor> values = new LinkedHashMap<>();

  /// Adds a variable with its value.
  MapVariables with(String name, Tensor value) {
    values.put(name, value);
    return this;
  }

  @Override
  public ImmutableMap<String, TensorSpec> variables() {
    return ImmutableMap.copyOf(Maps.transformValues(values, Tensor::spec));
  }

  @Override
  public Tensor read(String name) {
    return Objects.requireNonNull(values.get(name)).copy();
  }

  @Override
  public void assign(Map<String, Tensor> assigned) {
    assigned.forEach((name, value) -> {
      if (!value.spec().equals(Objects.requireNonNull(values.get(name)).spec())) {
        throw new IllegalArgumentException(name);
      }
    });
    assigned.forEach((name, value) -> values.put(name, value.copy()));
  }
}
