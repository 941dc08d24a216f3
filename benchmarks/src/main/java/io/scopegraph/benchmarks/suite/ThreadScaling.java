package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/// What more threads bring: each engine against itself with the fewest of the threads asked for.
public final class ThreadScaling implements CaseGroup {
  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String description() {
    return "whole networks with more threads, against the same engine with the fewest";
  }

  @Override
  public Section run(Settings settings) {
    Section.Builder section =
        Section.builder(
            name(),
            description(),
            Column.text("case", "case"),
            Column.text("engine", "engine"),
            Column.number("fewest", "fewest threads", 0),
            Column.number("threads", "threads", 0),
            Column.number("fewest_ms", "fewest, ms", 2),
            Column.number("ms", "ms", 2),
            Column.number("scaling", "scaling", 2));
    if (settings.threads().size() < 2) {
      return section.note("Skipped: --threads must name two numbers or more").build();
    }
    for (Network network : Network.values()) {
      String name = WholeNetworks.caseName(network, 1);
      if (settings.wants(name)) {
        Workload workload = Workloads.built(name, network.graph(1));
        rows(workload, settings.ours(), settings, section);
        settings.peers().forEach(peer -> rows(workload, peer, settings, section));
      }
    }
    return section.build();
  }

  private static void rows(
      Workload workload, Engine engine, Settings settings, Section.Builder section) {
    List<Integer> threads = settings.threads().stream().sorted().toList();
    List<PreparedModel> models = new ArrayList<>();
    try {
      threads.forEach(count -> models.add(engine.prepare(workload, count)));
      List<Alternation.Contender> contenders = new ArrayList<>();
      models.forEach(model -> contenders.add(model::run));
      double[][] millis = settings.alternation().time(contenders);
      for (int i = 1; i < millis.length; i++) {
        Spread scaling = Alternation.ratio(millis[0], millis[i]);
        section.row(
            ImmutableMap.<String, Object>builder()
                .put("case", workload.name())
                .put("engine", engine.name())
                .put("fewest", threads.getFirst())
                .put("threads", threads.get(i))
                .put("fewest_ms", Spread.of(millis[0]).median())
                .put("ms", Spread.of(millis[i]).median())
                .put("scaling", scaling)
                .buildOrThrow());
        settings
            .progress()
            .accept(
                "%s, %s, %s: %s"
                    .formatted(
                        workload.name(),
                        engine.name(),
                        Settings.threadCount(threads.get(i)),
                        scaling));
      }
    } finally {
      models.forEach(PreparedModel::close);
    }
  }
}
