package io.scopegraph.cli;

import com.google.common.collect.Maps;
import io.scopegraph.drawing.plan.RunTrace;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.NpyFile;
import io.scopegraph.runtime.OpTiming;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs a model once.
@Command(name = "run", description = "Run a model once and print or save its outputs.")
final class RunCommand implements Callable<Integer> {
  @Mixin private ModelArguments model = new ModelArguments();
  @Mixin private FeedArguments feeds = new FeedArguments();

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Write each output as an .npy file into this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write the first run and some warm ones as a time line of their ops and of the arena, for"
              + " ui.perfetto.dev and chrome://tracing.")
  private @Nullable Path trace;

  @Option(
      names = "--trace-runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Warm runs in the time line (default: ${DEFAULT-VALUE}).")
  private int traceRuns;

  @Option(
      names = "--memory",
      description = "Also print what lies on the device: every weight with its users, the arena.")
  private boolean memory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (traceRuns < 0 || traceRuns > 10_000) {
      throw new IllegalArgumentException("--trace-runs must be 0 to 10000");
    }
    Graph graph = model.load();
    Map<String, Tensor> values = feeds.feeds(graph);
    try (Session session = Session.open(graph, model.options().build())) {
      long start = System.nanoTime();
      Results results = session.run(values);
      long end = System.nanoTime();
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      graph.outputs().keySet().forEach(name -> outputs.put(name, results.get(name)));
      save(outputs);
      print(session, outputs, (end - start) / 1e6);
      if (trace != null) {
        trace(session, values, start, end, trace);
      }
    }
    return ExitCode.SUCCESS.code();
  }

  private void trace(Session session, Map<String, Tensor> values, long start, long end, Path file) {
    RunTrace line =
        new RunTrace(
            session.plan(Maps.transformValues(values, Tensor::shape)),
            String.valueOf(model.path().getFileName()),
            session.memoryReport().weightBytes());
    line.add("first run, with planning", start, end, List.of());
    session.warmUp(Maps.transformValues(values, Tensor::shape));
    for (int run = 1; run <= traceRuns; run++) {
      long begin = System.nanoTime();
      List<OpTiming> timings = session.profile(values, 1);
      line.add("run " + run, begin, System.nanoTime(), timings);
    }
    OutputFile.write(file, line.write());
    System.err.println("wrote " + file);
  }

  private void print(Session session, Map<String, Tensor> outputs, double milliseconds) {
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("model", model.path().toString());
      report.put("device", session.deviceName());
      report.put("precision", session.precision().toString());
      report.put("first_run_ms", milliseconds);
      Map<String, Object> summaries = new LinkedHashMap<>();
      outputs.forEach((name, tensor) -> summaries.put(name, TensorSummary.of(tensor)));
      report.put("outputs", summaries);
      if (memory) {
        report.put("memory", session.memoryReport());
      }
      Json.print(report);
      return;
    }
    outputs.forEach((name, tensor) -> System.out.println(TensorSummary.of(tensor).text(name)));
    System.out.printf(
        "first run %.1f ms on %s, %s%n", milliseconds, session.deviceName(), session.precision());
    if (memory) {
      System.out.printf("%n%s", session.memoryReport());
    }
  }

  private void save(Map<String, Tensor> outputs) {
    if (folder == null) {
      return;
    }
    Path target = folder;
    try {
      Files.createDirectories(target);
    } catch (IOException error) {
      throw new FileException(target, error);
    }
    outputs.forEach((name, tensor) -> {
      Path file = target.resolve(name.replaceAll("[^A-Za-z0-9_.-]", "_") + ".npy");
      try {
        NpyFile.write(file, tensor);
      } catch (IOException error) {
        throw new FileException(file, error);
      }
    });
  }
}
