package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
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

  /// The same workload several times, to be run at the same time; weights are shared where the
  /// engine can do that.
  default ImmutableList<PreparedModel> prepareSeveral(Workload workload, int threads, int count) {
    ImmutableList.Builder<PreparedModel> models = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      models.add(prepare(workload, threads));
    }
    return models.build();
  }

  /// Opens a model of one input and one output, for inputs of any shape that it takes.
  ///
  /// @throws EngineException if the engine does not take the model
  OpenNetwork open(String name, ByteString onnx, int threads);

  /// Makes a workload ready to be timed inside of the engine.
  ///
  /// @return empty if the engine does not say how long its nodes take
  default Optional<ConvolutionTimer> convolutionTimer(Workload workload, int threads) {
    return Optional.empty();
  }
}
