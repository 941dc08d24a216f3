package io.scopegraph.integration.memory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/// What a soak runs: networks, feeds of several batch sizes, two versions of the weights, and what
/// each version gives for each of the feeds.
final class SoakNetworks {
  static final int BATCHES = 4;
  static final int VERSIONS = 2;

  private static final ImmutableList<Graph> GRAPHS =
      ImmutableList.of(
          SmallNetworks.residual(), SmallNetworks.recogniser(), SmallNetworks.towers());

  private record Key(int network, int batch, int version) {}

  private final ImmutableList<ImmutableMap<String, Tensor>> versions;
  private final ImmutableMap<Key, Results> expected;

  SoakNetworks() {
    ImmutableList.Builder<ImmutableMap<String, Tensor>> list = ImmutableList.builder();
    for (int version = 0; version < VERSIONS; version++) {
      list.add(weights(version));
    }
    this.versions = list.build();
    ImmutableMap.Builder<Key, Results> results = ImmutableMap.builder();
    for (int version = 0; version < VERSIONS; version++) {
      record(version, results);
    }
    this.expected = results.buildOrThrow();
  }

  int size() {
    return GRAPHS.size();
  }

  Graph graph(int network) {
    return GRAPHS.get(network);
  }

  Map<String, Tensor> feeds(int network, int batch) {
    return SmallNetworks.feeds(graph(network), batch, batch);
  }

  /// The values of all variables of all networks.
  ImmutableMap<String, Tensor> version(int version) {
    return versions.get(version);
  }

  /// Checks results against those of the versions; a run sees one of them, not parts of two.
  void check(int network, int batch, Results found) {
    Map<String, Tensor> map = found.asMap();
    for (int version = 0; version < VERSIONS; version++) {
      Results wanted = expected.get(new Key(network, batch, version));
      if (wanted != null && wanted.asMap().equals(map)) {
        return;
      }
    }
    throw new AssertionError(
        "Network %d, batch %d: the results are those of no version of the weights"
            .formatted(network, batch));
  }

  private static ImmutableMap<String, Tensor> weights(int version) {
    Map<String, Tensor> weights = new HashMap<>();
    for (Graph graph : GRAPHS) {
      try (Session session = Session.open(graph, single())) {
        session.variables().keySet().forEach(name -> weights.put(name, session.read(name)));
      }
    }
    weights.values().forEach(tensor -> shift(tensor, version));
    return ImmutableMap.copyOf(weights);
  }

  private static void shift(Tensor tensor, int version) {
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, tensor.getDouble(i) + version * 0.01);
    }
  }

  private void record(int version, ImmutableMap.Builder<Key, Results> results) {
    for (int network = 0; network < size(); network++) {
      try (VariableStore store = VariableStore.open("cpu", 1);
          Session session =
              Session.open(graph(network), SessionOptions.builder().store(store).build())) {
        store.assign(versions.get(version));
        for (int batch = 1; batch <= BATCHES; batch++) {
          results.put(
              new Key(network, batch, version), session.run(feeds(network, batch), Results::copy));
        }
      }
    }
  }

  private static SessionOptions single() {
    return SessionOptions.builder().device("cpu").threads(1).build();
  }
}
