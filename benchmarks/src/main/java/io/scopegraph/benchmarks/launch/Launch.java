package io.scopegraph.benchmarks.launch;

import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.Engines;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.network.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One process that compares one network with a peer, alone or after it has run the others.
///
/// Arguments: peer, network, number of threads, rounds, seconds of warm-up, whether the other
/// networks run first, whether Winograd's algorithm may be used.
public final class Launch {
  private Launch() {}

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    Engine peer = Engines.open(arguments[0]);
    Network network = Network.valueOf(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    Duration warm = Duration.ofMillis(Math.round(1e3 * Double.parseDouble(arguments[4])));
    Alternation alternation = new Alternation(Integer.parseInt(arguments[3]), warm);
    Engine ours = new ScopegraphEngine(Boolean.parseBoolean(arguments[6]));
    if (Boolean.parseBoolean(arguments[5])) {
      runOthers(network, ours, threads, alternation);
    }
    var workload = Workloads.built(network.title(), network.graph(1));
    try (PreparedModel our = ours.prepare(workload, threads);
        PreparedModel their = peer.prepare(workload, threads)) {
      double[][] millis = alternation.time(List.of(our::run, their::run));
      Spread speed = Alternation.ratio(millis[1], millis[0]);
      ChildJvm.answer(Map.of("speed", speed.median()));
    }
  }

  private static void runOthers(
      Network network, Engine ours, int threads, Alternation alternation) {
    for (Network other : Network.values()) {
      if (other != network) {
        var workload = Workloads.built(other.title(), other.graph(1));
        try (PreparedModel model = ours.prepare(workload, threads)) {
          alternation.warmUp(model::run);
        }
      }
    }
  }
}
