package io.scopegraph.benchmarks.engine;

import java.util.Optional;

/// Something that runs neural networks on the processor.
public interface Engine {
  /// As it is called on the command line and in tables: `onnxruntime`.
  String name();

  String version();

  /// Makes a workload ready to run; whatever can be done once is done here.
  ///
  /// @param threads that compute, the calling one included
  /// @throws EngineException if the engine does not take the model
  PreparedModel prepare(Workload workload, int threads);

  /// Makes a workload ready to be timed inside of the engine.
  ///
  /// @return empty if the engine does not say how long its nodes take
  default Optional<ConvolutionTimer> convolutionTimer(Workload workload, int threads) {
    return Optional.empty();
  }
}
