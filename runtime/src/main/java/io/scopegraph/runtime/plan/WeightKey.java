package io.scopegraph.runtime.plan;

import io.scopegraph.tensor.Tensor;

/// What makes two weights one: equal keys share an allocation.
public sealed interface WeightKey {
  /// A variable, by its name in the store.
  record Variable(String name) implements WeightKey {}

  /// A constant, by its contents.
  record Constant(Tensor value) implements WeightKey {}

  /// A weight in the form that a kernel reads.
  record Packed(WeightKey plain, String form) implements WeightKey {}
}
