package io.scopegraph.benchmarks.engine;

import io.scopegraph.tensor.Tensor;

/// A model that takes inputs of different shapes.
public interface OpenNetwork extends AutoCloseable {
  /// Runs once.
  ///
  /// @return a copy of the result
  Tensor run(Tensor input);

  @Override
  void close();
}
