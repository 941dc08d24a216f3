package io.scopegraph.benchmarks.launch;

import com.google.protobuf.ByteString;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.EngineException;
import io.scopegraph.benchmarks.engine.Engines;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The first seconds of a process that runs a model: when its file is read, when the first answer
/// is there, and how long the runs after it take. Scopegraph's own reading ends with a graph whose
/// weights are in memory; other engines read the bytes and do the rest when they open the model.
///
/// Arguments: engine, ONNX file, name and extents of its input, number of threads, seconds after
/// the first answer.
public final class ColdRun {
  private ColdRun() {}

  public static void main(String[] arguments) throws IOException {
    long main = System.nanoTime();
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    Engine engine = Engines.open(arguments[0]);
    Workload workload = read(Path.of(arguments[1]), arguments[2], arguments[3]);
    if (engine instanceof ScopegraphEngine && workload.graph().get().nodes().isEmpty()) {
      throw new EngineException("There is nothing to run in " + arguments[1]);
    }
    long read = System.nanoTime();
    long nanos = Math.round(Double.parseDouble(arguments[5]) * 1e9);
    try (PreparedModel model = engine.prepare(workload, Integer.parseInt(arguments[4]))) {
      model.run();
      long first = System.nanoTime();
      ChildJvm.answer(
          Map.of(
              "read_ms", (read - main) / 1e6,
              "first_ms", (first - read) / 1e6,
              "runs", runs(model, main, first + nanos)));
    }
  }

  private static Workload read(Path file, String input, String extents) throws IOException {
    long[] dims = Arrays.stream(extents.split(",", -1)).mapToLong(Long::parseLong).toArray();
    try (InputStream stream = Files.newInputStream(file)) {
      return Workloads.imported("cold", ByteString.readFrom(stream), input, Shape.of(dims));
    }
  }

  /// For each run, when it ended, in seconds since `main`, and how long it took, in milliseconds.
  private static List<double[]> runs(PreparedModel model, long main, long end) {
    List<double[]> runs = new ArrayList<>();
    long before = System.nanoTime();
    while (before < end) {
      model.run();
      long after = System.nanoTime();
      runs.add(new double[] {(after - main) / 1e9, (after - before) / 1e6});
      before = after;
    }
    return runs;
  }
}
