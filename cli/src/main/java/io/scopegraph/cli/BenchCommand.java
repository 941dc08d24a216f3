package io.scopegraph.cli;

import com.google.common.collect.Maps;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.RunMode;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times a model on this machine.
@Command(
    name = "bench",
    description = "Time runs of a model: first run, then the spread of warm runs.",
    footer = "%nMachines differ and are shared: compare figures of one session only.")
final class BenchCommand implements Callable<Integer> {
  @Mixin private ModelArguments model = new ModelArguments();
  @Mixin private FeedArguments feeds = new FeedArguments();

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "Time to run before measuring, after all kernels are compiled; 0 measures at once (default:"
              + " ${DEFAULT-VALUE}).")
  private double warmup;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "50",
      description = "Measured runs (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (runs < 1 || runs > 1_000_000 || !(warmup >= 0 && warmup <= 3600)) {
      throw new IllegalArgumentException(
          "--runs must be 1 to 1000000 and --warmup 0 to 3600 seconds");
    }
    Graph graph = model.load();
    Map<String, Tensor> values = feeds.feeds(graph);
    try (Session session = Session.open(graph, model.options().build())) {
      double first = milliseconds(session, values);
      warm(session, values);
      double[] times = new double[runs];
      try (Progress progress = new Progress(runs)) {
        for (int run = 0; run < runs; run++) {
          times[run] = milliseconds(session, values);
          progress.step();
          progress.show("runs");
        }
      }
      Arrays.sort(times);
      print(session, first, times);
    }
    return ExitCode.SUCCESS.code();
  }

  private void warm(Session session, Map<String, Tensor> values) {
    if (warmup > 0) {
      session.warmUp(Maps.transformValues(values, Tensor::shape));
    }
    long end = System.nanoTime() + (long) (warmup * 1e9);
    while (System.nanoTime() < end) {
      session.run(values);
    }
  }

  private static double milliseconds(Session session, Map<String, Tensor> values) {
    long start = System.nanoTime();
    session.run(values);
    return (System.nanoTime() - start) / 1e6;
  }

  private void print(Session session, double first, double[] sorted) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", model.path().toString());
    report.put("device", session.deviceName());
    report.put("precision", session.precision().toString());
    report.put("run_modes", session.modes().stream().map(RunMode::toString).toList());
    report.put("first_ms", first);
    report.put("runs", sorted.length);
    report.put("min_ms", sorted[0]);
    report.put("median_ms", sorted[sorted.length / 2]);
    report.put("p90_ms", sorted[(int) Math.ceil(0.9 * sorted.length) - 1]);
    report.put("max_ms", sorted[sorted.length - 1]);
    if (json) {
      Json.print(report);
      return;
    }
    System.out.printf("%s on %s, %s%n", model.path(), session.deviceName(), session.precision());
    System.out.printf("  first run (cold)  %9.2f ms%n", first);
    System.out.printf(
        "  warm, %d runs: min %.2f  median %.2f  p90 %.2f  max %.2f ms%n",
        sorted.length,
        sorted[0],
        sorted[sorted.length / 2],
        (double) report.get("p90_ms"),
        sorted[sorted.length - 1]);
    session.modes().forEach(mode -> System.out.println("  " + mode));
  }
}
