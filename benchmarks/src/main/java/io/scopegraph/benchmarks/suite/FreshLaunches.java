package io.scopegraph.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.launch.ChildJvm;
import io.scopegraph.benchmarks.launch.Launch;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import java.util.Arrays;
import java.util.List;

/// The same comparison in fresh JVMs, of a network alone and after the others ran in the same JVM:
/// the code that the compiler makes differs from launch to launch, and depends on what ran before.
public final class FreshLaunches implements CaseGroup {
  @Override
  public String name() {
    return "launches";
  }

  @Override
  public String description() {
    return "whole networks in --launches fresh JVMs, alone and after the others ran there";
  }

  @Override
  public Section run(Settings settings) {
    Section.Builder section =
        Section.builder(
            name(),
            description(),
            Column.text("case", "case"),
            Column.text("before", "before"),
            Column.number("threads", "threads", 0),
            Column.text("peer", "peer"),
            Column.number("launches", "launches", 0),
            Column.number("reached", "that reach %.2f".formatted(settings.launches().reach()), 0),
            Column.number("speed", "speed, peer = 1", 2));
    for (Network network : Network.values()) {
      if (settings.wants(WholeNetworks.caseName(network, 1))) {
        for (Engine peer : settings.peers()) {
          for (int threads : settings.threads()) {
            section.row(row(network, peer, threads, false, settings));
            section.row(row(network, peer, threads, true, settings));
          }
        }
      }
    }
    return section.build();
  }

  private static ImmutableMap<String, Object> row(
      Network network, Engine peer, int threads, boolean afterOthers, Settings settings) {
    double[] speeds = new double[settings.launches().count()];
    for (int launch = 0; launch < speeds.length; launch++) {
      speeds[launch] = launch(network, peer, threads, afterOthers, settings);
    }
    double reach = settings.launches().reach();
    long reached = Arrays.stream(speeds).filter(speed -> speed >= reach).count();
    String before = afterOthers ? "the other networks" : "nothing";
    settings
        .progress()
        .accept("%s, after %s: %s".formatted(network.title(), before, Arrays.toString(speeds)));
    return ImmutableMap.<String, Object>builder()
        .put("case", WholeNetworks.caseName(network, 1))
        .put("before", before)
        .put("threads", threads)
        .put("peer", peer.name())
        .put("launches", speeds.length)
        .put("reached", reached)
        .put("speed", Spread.of(speeds))
        .buildOrThrow();
  }

  private static double launch(
      Network network, Engine peer, int threads, boolean afterOthers, Settings settings) {
    JsonNode found =
        ChildJvm.run(
            Launch.class,
            List.of(
                peer.name(),
                network.name(),
                Integer.toString(threads),
                Integer.toString(settings.alternation().rounds()),
                Double.toString(settings.alternation().warm().toMillis() / 1e3),
                Boolean.toString(afterOthers),
                Boolean.toString(settings.ours().winograd())));
    return found.path("speed").asDouble();
  }
}
