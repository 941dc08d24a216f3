package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.measure.Throughput;
import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import java.util.List;

/// What is left of the throughput where several sessions run at the same time, each with as many
/// threads as there are processors, against one session that has them for itself.
public final class ConcurrentSessions implements CaseGroup {
  private static final int SESSIONS = 4;

  @Override
  public String name() {
    return "concurrency";
  }

  @Override
  public String description() {
    return "%d sessions at the same time on all processors, against one".formatted(SESSIONS);
  }

  @Override
  public Section run(Settings settings) {
    Section.Builder section =
        Section.builder(
            name(),
            description(),
            Column.text("case", "case"),
            Column.text("engine", "engine"),
            Column.number("threads", "threads each", 0),
            Column.number("one_per_second", "one session, runs/s", 1),
            Column.number("all_per_second", "all sessions, runs/s", 1),
            Column.number("ratio", "all, one = 1", 2));
    for (Network network : Network.values()) {
      String name = WholeNetworks.caseName(network, 1);
      if (settings.wants(name)) {
        Workload workload = Workloads.built(name, network.graph(1));
        row(workload, settings.ours(), settings, section);
        settings.peers().forEach(peer -> row(workload, peer, settings, section));
      }
    }
    return section.build();
  }

  private static void row(
      Workload workload, Engine engine, Settings settings, Section.Builder section) {
    int threads = Runtime.getRuntime().availableProcessors();
    List<PreparedModel> models = engine.prepareSeveral(workload, threads, SESSIONS);
    try {
      models.forEach(model -> settings.alternation().warmUp(model::run));
      int rounds = settings.alternation().rounds();
      double[] one = new double[rounds];
      double[] all = new double[rounds];
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        one[round] = Throughput.of(models.subList(0, 1));
        all[round] = Throughput.of(models);
        ratios[round] = all[round] / one[round];
      }
      Spread ratio = Spread.of(ratios);
      section.row(
          ImmutableMap.<String, Object>builder()
              .put("case", workload.name())
              .put("engine", engine.name())
              .put("threads", threads)
              .put("one_per_second", Spread.of(one).median())
              .put("all_per_second", Spread.of(all).median())
              .put("ratio", ratio)
              .buildOrThrow());
      settings.progress().accept("%s, %s: %s".formatted(workload.name(), engine.name(), ratio));
    } finally {
      models.forEach(PreparedModel::close);
    }
  }
}
