package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.ConvolutionTimer;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.measure.Agreement;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.measure.GeometricMean;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.report.Bar;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs workloads on all engines and puts the ratios into a section: a row for each workload,
/// number of threads and peer.
final class SideBySide {
  private static final Column[] COLUMNS = {
    Column.text("case", "case"),
    Column.number("threads", "threads", 0),
    Column.text("peer", "peer"),
    Column.number("ours_ms", "ours, ms", 3),
    Column.number("peer_ms", "peer, ms", 3),
    Column.number("gflops", "ours, GF/s", 1),
    Column.number("speed", "speed, peer = 1", 2)
  };
  private static final Column[] KERNEL_COLUMNS = {
    Column.number("ours_kernel_ms", "our kernel, ms", 3),
    Column.number("peer_kernel_ms", "peer's kernel, ms", 3),
    Column.number("kernel_speed", "kernel speed, peer = 1", 2)
  };
  private static final Column DIFFERENCE = Column.number("difference", "difference", 6);

  private final Settings settings;
  private final boolean kernels;
  private final Section.Builder section;
  private final Map<String, List<Double>> speeds = new LinkedHashMap<>();

  /// @param kernels whether to compare also how long the convolutions take by the engines' clocks
  SideBySide(String key, String title, Settings settings, boolean kernels) {
    this.settings = settings;
    this.kernels = kernels;
    List<Column> columns = new ArrayList<>(List.of(COLUMNS));
    if (kernels) {
      columns.addAll(List.of(KERNEL_COLUMNS));
    }
    columns.add(DIFFERENCE);
    this.section = Section.builder(key, title, columns.toArray(new Column[0]));
  }

  void compare(Workload workload) {
    for (int threads : settings.threads()) {
      compare(workload, threads);
    }
  }

  void note(String note) {
    section.note(note);
  }

  Section finish() {
    speeds.forEach((name, values) -> section.summary(name, GeometricMean.of(values)));
    return section.build();
  }

  private void compare(Workload workload, int threads) {
    List<Engine> engines = new ArrayList<>(List.of(settings.ours()));
    engines.addAll(settings.peers());
    List<PreparedModel> models = new ArrayList<>();
    try {
      for (Engine engine : engines) {
        models.add(engine.prepare(workload, threads));
      }
      List<Alternation.Contender> contenders = new ArrayList<>();
      models.forEach(model -> contenders.add(model::run));
      double[][] millis = settings.alternation().time(contenders);
      List<Tensor> ours = models.getFirst().outputs();
      for (int peer = 1; peer < engines.size(); peer++) {
        Agreement agreement = Agreement.of(ours, models.get(peer).outputs());
        Engine engine = engines.get(peer);
        add(workload, threads, engine, millis[0], millis[peer], agreement);
      }
    } finally {
      models.forEach(PreparedModel::close);
    }
  }

  private void add(
      Workload workload,
      int threads,
      Engine peer,
      double[] ours,
      double[] theirs,
      Agreement agreement) {
    double millis = Spread.of(ours).median();
    ImmutableMap.Builder<String, Object> row = ImmutableMap.builder();
    row.put("case", workload.name());
    row.put("threads", threads);
    row.put("peer", peer.name());
    row.put("difference", agreement.difference());
    String label = label(workload, threads, peer);
    if (!agreement.holds()) {
      String refusal =
          "%s: refused, because the results differ by %.1e of the largest, more than %.0e"
              .formatted(label, agreement.difference(), Agreement.LIMIT);
      section.note(refusal).row(row.buildOrThrow());
      settings.progress().accept(refusal);
      return;
    }
    row.put("ours_ms", millis);
    row.put("peer_ms", Spread.of(theirs).median());
    if (workload.gigaflops() > 0) {
      row.put("gflops", workload.gigaflops() / millis * 1000);
    }
    Spread speed = Alternation.ratio(theirs, ours);
    row.put("speed", speed);
    count("geomean, " + group(threads, peer), speed);
    section.bar(new Bar(label, speed));
    if (kernels) {
      compareKernels(workload, threads, peer, millis, row);
    }
    ImmutableMap<String, Object> finished = row.buildOrThrow();
    section.row(finished);
    Object kernel = finished.get("kernel_speed");
    settings.progress().accept(label + ": " + speed + (kernel == null ? "" : "; kernel " + kernel));
  }

  private void compareKernels(
      Workload workload,
      int threads,
      Engine peer,
      double likely,
      ImmutableMap.Builder<String, Object> row) {
    Optional<ConvolutionTimer> theirs = peer.convolutionTimer(workload, threads);
    if (theirs.isEmpty()) {
      return;
    }
    try (ConvolutionTimer their = theirs.get();
        ConvolutionTimer our = settings.ours().convolutionTimer(workload, threads).orElseThrow()) {
      double[][] millis =
          settings.alternation().timeBySelf(List.of(our::millis, their::millis), likely);
      Spread speed = Alternation.ratio(millis[1], millis[0]);
      row.put("ours_kernel_ms", Spread.of(millis[0]).median());
      row.put("peer_kernel_ms", Spread.of(millis[1]).median());
      row.put("kernel_speed", speed);
      count("geomean of kernels, " + group(threads, peer), speed);
    }
  }

  private void count(String group, Spread speed) {
    speeds.computeIfAbsent(group, _ -> new ArrayList<>()).add(speed.median());
  }

  private static String label(Workload workload, int threads, Engine peer) {
    return "%s, %s".formatted(workload.name(), group(threads, peer));
  }

  private static String group(int threads, Engine peer) {
    return "%d thread%s, %s".formatted(threads, threads == 1 ? "" : "s", peer.name());
  }
}
