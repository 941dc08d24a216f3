package io.scopegraph.benchmarks.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The times of convolutions in ONNX Runtime's profile, which has microseconds.
///
/// A profile can be read only when it is ended, so each block of runs has a session of its own; its
/// first runs are left out.
final class OnnxRuntimeTimer implements ConvolutionTimer {
  private static final int UNTIMED_RUNS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OrtEnvironment environment;
  private final Workload workload;
  private final int threads;

  OnnxRuntimeTimer(OrtEnvironment environment, Workload workload, int threads) {
    this.environment = environment;
    this.workload = workload;
    this.threads = threads;
  }

  @Override
  public double[] millis(int runs) {
    try {
      Path folder = Files.createTempDirectory("benchmark");
      Path profile = profile(folder.resolve("profile").toString(), UNTIMED_RUNS + runs);
      List<Double> times = convolutions(profile);
      Files.delete(profile);
      Files.delete(folder);
      return perRun(times, runs);
    } catch (IOException | OrtException e) {
      throw new EngineException("ONNX Runtime gives no profile of " + workload.name(), e);
    }
  }

  private Path profile(String prefix, int runs) throws OrtException {
    try (OrtSession.SessionOptions options = OnnxRuntimeEngine.options(threads)) {
      options.enableProfiling(prefix);
      try (OnnxRuntimeModel model = new OnnxRuntimeModel(environment, options, workload)) {
        for (int run = 0; run < runs; run++) {
          model.run();
        }
        return Path.of(model.endProfiling());
      }
    }
  }

  private static List<Double> convolutions(Path profile) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (JsonNode event : JSON.readTree(profile.toFile())) {
      boolean kernel = event.path("name").asText().endsWith("_kernel_time");
      String op = event.path("args").path("op_name").asText();
      if (kernel && (op.equals("Conv") || op.equals("FusedConv"))) {
        millis.add(event.path("dur").asDouble() / 1e3);
      }
    }
    return millis;
  }

  private double[] perRun(List<Double> times, int runs) {
    int nodes = times.size() / (UNTIMED_RUNS + runs);
    if (nodes == 0 || nodes * (UNTIMED_RUNS + runs) != times.size()) {
      throw new EngineException(
          "The profile of %s has %d convolutions in %d runs"
              .formatted(workload.name(), times.size(), UNTIMED_RUNS + runs));
    }
    double[] millis = new double[runs];
    for (int i = 0; i < runs * nodes; i++) {
      millis[i / nodes] += times.get(UNTIMED_RUNS * nodes + i);
    }
    return millis;
  }

  @Override
  public void close() {}
}
