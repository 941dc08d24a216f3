package io.scopegraph.benchmarks.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.util.Optional;

/// ONNX Runtime on the processor, with all of its optimisations and a thread pool of its own.
public final class OnnxRuntimeEngine implements Engine {
  private final OrtEnvironment environment;

  /// Loads the native library.
  ///
  /// @throws EngineException if it cannot be loaded here
  public OnnxRuntimeEngine() {
    CommandLineLength.check();
    try {
      environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    } catch (LinkageError | RuntimeException e) {
      throw new EngineException("ONNX Runtime cannot be loaded on this platform: " + e, e);
    }
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String version() {
    return environment.getVersion();
  }

  @Override
  public PreparedModel prepare(Workload workload, int threads) {
    try (OrtSession.SessionOptions options = options(threads)) {
      return new OnnxRuntimeModel(environment, options, workload);
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime does not take " + workload.name(), e);
    }
  }

  @Override
  public OpenNetwork open(String name, ByteString onnx, int threads) {
    try (OrtSession.SessionOptions options = options(threads)) {
      return new OnnxRuntimeNetwork(environment, options, name, onnx);
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime does not take " + name, e);
    }
  }

  @Override
  public Optional<ConvolutionTimer> convolutionTimer(Workload workload, int threads) {
    return Optional.of(new OnnxRuntimeTimer(environment, workload, threads));
  }

  static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return options;
  }
}
