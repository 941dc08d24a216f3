package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.ConvolutionTimer;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.EngineException;
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

/// Runs cases on all engines and puts the ratios into a section: a row for each case, number of
/// threads and peer.
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
  private final Section.Builder section;
  private final Map<String, List<Double>> speeds = new LinkedHashMap<>();

  /// Makes a case ready on an engine.
  @FunctionalInterface
  interface Preparation {
    PreparedModel prepare(Engine engine, int threads);
  }

  /// @param gigaflops of one run, or 0 if they were not counted
  record Case(String name, double gigaflops, Preparation preparation) {
    static Case of(Workload workload) {
      return new Case(
          workload.name(),
          workload.gigaflops(),
          (engine, threads) -> engine.prepare(workload, threads));
    }
  }

  /// What was measured of a case with one number of threads: a row of times for each engine.
  private record Times(String name, int threads, double gigaflops, ImmutableList<double[]> millis) {
    String label(Engine peer) {
      return "%s, %s".formatted(name, group(peer));
    }

    String group(Engine peer) {
      return "%s, %s".formatted(Settings.threadCount(threads), peer.name());
    }
  }

  private SideBySide(String key, String title, Settings settings, List<Column> columns) {
    this.settings = settings;
    this.section = Section.builder(key, title, columns.toArray(new Column[0]));
  }

  static SideBySide of(CaseGroup group, Settings settings) {
    List<Column> columns = new ArrayList<>(List.of(COLUMNS));
    columns.add(DIFFERENCE);
    return new SideBySide(group.name(), group.description(), settings, columns);
  }

  /// One that can also compare how long convolutions take by the engines' clocks.
  static SideBySide withKernels(CaseGroup group, Settings settings) {
    List<Column> columns = new ArrayList<>(List.of(COLUMNS));
    columns.addAll(List.of(KERNEL_COLUMNS));
    columns.add(DIFFERENCE);
    return new SideBySide(group.name(), group.description(), settings, columns);
  }

  /// Compares a case with each number of threads.
  void compare(Case each) {
    for (int threads : settings.threads()) {
      List<ImmutableMap.Builder<String, Object>> rows = rows(each, threads);
      rows.forEach(row -> section.row(row.buildOrThrow()));
    }
  }

  /// The same, with the convolutions by themselves.
  void compareWithKernels(Workload workload) {
    for (int threads : settings.threads()) {
      List<ImmutableMap.Builder<String, Object>> rows = rows(Case.of(workload), threads);
      for (int peer = 0; peer < rows.size(); peer++) {
        addKernels(workload, threads, settings.peers().get(peer), rows.get(peer));
        section.row(rows.get(peer).buildOrThrow());
      }
    }
  }

  void note(String note) {
    section.note(note);
  }

  Section finish() {
    speeds.forEach((name, values) -> section.summary(name, GeometricMean.of(values)));
    return section.build();
  }

  private List<ImmutableMap.Builder<String, Object>> rows(Case each, int threads) {
    List<Engine> engines = new ArrayList<>(List.of(settings.ours()));
    engines.addAll(settings.peers());
    List<PreparedModel> models = new ArrayList<>();
    List<ImmutableMap.Builder<String, Object>> rows = new ArrayList<>();
    try {
      for (Engine engine : engines) {
        models.add(each.preparation().prepare(engine, threads));
      }
      List<Alternation.Contender> contenders = new ArrayList<>();
      models.forEach(model -> contenders.add(model::run));
      double[][] millis = settings.alternation().time(contenders);
      Times times = new Times(each.name(), threads, each.gigaflops(), ImmutableList.copyOf(millis));
      List<Tensor> ours = models.getFirst().outputs();
      for (int i = 1; i < models.size(); i++) {
        rows.add(row(times, i, engines.get(i), Agreement.of(ours, models.get(i).outputs())));
      }
    } finally {
      models.forEach(PreparedModel::close);
    }
    return rows;
  }

  private ImmutableMap.Builder<String, Object> row(
      Times times, int index, Engine peer, Agreement agreement) {
    ImmutableMap.Builder<String, Object> row = ImmutableMap.builder();
    row.put("case", times.name());
    row.put("threads", times.threads());
    row.put("peer", peer.name());
    row.put("difference", agreement.difference());
    if (!agreement.holds()) {
      String refusal =
          "%s: refused, because the results differ by %.1e of the largest, more than %.0e"
              .formatted(times.label(peer), agreement.difference(), Agreement.LIMIT);
      section.note(refusal);
      settings.progress().accept(refusal);
      return row;
    }
    double millis = Spread.of(times.millis().getFirst()).median();
    row.put("ours_ms", millis);
    row.put("peer_ms", Spread.of(times.millis().get(index)).median());
    if (times.gigaflops() > 0) {
      row.put("gflops", times.gigaflops() / millis * 1000);
    }
    Spread speed = Alternation.ratio(times.millis().get(index), times.millis().getFirst());
    row.put("speed", speed);
    count("geomean, " + times.group(peer), speed);
    section.bar(new Bar(times.label(peer), speed));
    settings.progress().accept(times.label(peer) + ": " + speed);
    return row;
  }

  private void addKernels(
      Workload workload, int threads, Engine peer, ImmutableMap.Builder<String, Object> row) {
    Optional<ConvolutionTimer> theirs = peer.convolutionTimer(workload, threads);
    if (theirs.isEmpty()) {
      return;
    }
    ConvolutionTimer ours =
        settings
            .ours()
            .convolutionTimer(workload, threads)
            .orElseThrow(() -> new EngineException(settings.ours().name() + " has no clock"));
    try (ours;
        ConvolutionTimer their = theirs.get()) {
      double[][] millis = settings.alternation().timeBySelf(List.of(ours::millis, their::millis));
      Spread speed = Alternation.ratio(millis[1], millis[0]);
      row.put("ours_kernel_ms", Spread.of(millis[0]).median());
      row.put("peer_kernel_ms", Spread.of(millis[1]).median());
      row.put("kernel_speed", speed);
      Times times =
          new Times(workload.name(), threads, workload.gigaflops(), ImmutableList.copyOf(millis));
      count("geomean of kernels, " + times.group(peer), speed);
      settings.progress().accept(times.label(peer) + ", kernel: " + speed);
    }
  }

  private void count(String group, Spread speed) {
    speeds.computeIfAbsent(group, _ -> new ArrayList<>()).add(speed.median());
  }
}
