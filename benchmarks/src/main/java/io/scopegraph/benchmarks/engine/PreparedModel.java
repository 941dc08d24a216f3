package io.scopegraph.benchmarks.engine;

import io.scopegraph.tensor.Tensor;
import java.util.List;

/// A workload that an engine is ready to run, again and again.
public interface PreparedModel extends AutoCloseable {
  /// Runs once, on the workload's inputs; the results are left behind.
  void run();

  /// Runs once and copies the results, in the order of the model's outputs.
  List<Tensor> outputs();

  @Override
  void close();
}
