package io.scopegraph.integration.memory;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.SharedArena;
import io.scopegraph.runtime.SwapOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// One thread of a soak: it opens, runs, swaps and closes at random, the same for the same seed.
final class SoakWorker {
  private final SoakNetworks networks;
  private final VariableStore store;
  private final SharedArena sharedArena;

  /// One for each network, used by all workers.
  private final ImmutableList<Session> longLived;

  private final Random random;

  SoakWorker(
      SoakNetworks networks,
      VariableStore store,
      SharedArena sharedArena,
      ImmutableList<Session> longLived,
      long seed) {
    this.networks = networks;
    this.store = store;
    this.sharedArena = sharedArena;
    this.longLived = longLived;
    this.random = new Random(seed);
  }

  void act() {
    int network = random.nextInt(networks.size());
    switch (random.nextInt(12)) {
      case 0 -> swap();
      case 1 -> onAStoreOfItsOwn(network);
      case 2, 3 -> shortLived(network, options());
      case 4 -> shortLived(network, options().sharedArena(sharedArena));
      case 5 -> shortLived(network, options().concurrency(2).arenaReuse(false));
      default -> runs(longLived.get(network), network);
    }
  }

  private SessionOptions.Builder options() {
    return SessionOptions.builder().name("short").store(store).planCacheSize(1 + random.nextInt(3));
  }

  private void swap() {
    SwapOptions.Mode[] modes = SwapOptions.Mode.values();
    store.swap(
        networks.version(random.nextInt(SoakNetworks.VERSIONS)),
        SwapOptions.DEFAULT.mode(modes[random.nextInt(modes.length)]));
  }

  private void onAStoreOfItsOwn(int network) {
    VariableStore own = VariableStore.open("cpu", 2);
    try {
      own.assign(networks.version(0));
      Session session =
          Session.open(networks.graph(network), SessionOptions.builder().store(own).build());
      own.close();
      runs(session, network);
      session.close();
    } finally {
      own.close();
    }
  }

  private void shortLived(int network, SessionOptions.Builder options) {
    Session session = Session.open(networks.graph(network), options.build());
    try {
      runs(session, network);
      if (random.nextBoolean()) {
        Thread closing = Thread.ofVirtual().start(session::close);
        closing.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      session.close();
    }
  }

  private void runs(Session session, int network) {
    for (int run = 1 + random.nextInt(6); run > 0; run--) {
      int batch = 1 + random.nextInt(SoakNetworks.BATCHES);
      Map<String, Tensor> feeds = networks.feeds(network, batch);
      if (random.nextBoolean()) {
        networks.check(network, batch, session.run(feeds, Results::copy));
      } else {
        session.run(
            feeds,
            results -> {
              networks.check(network, batch, results);
              return results;
            });
      }
      if (random.nextInt(4) == 0) {
        lookLate(session, feeds);
      }
    }
  }

  /// Other threads may have run the session meanwhile: then the result is refused.
  private static void lookLate(Session session, Map<String, Tensor> feeds) {
    Results results = session.run(feeds);
    Map<String, Tensor> read = new HashMap<>();
    try {
      results.names().forEach(name -> read.put(name, results.get(name).copy()));
    } catch (IllegalStateException gone) {
      if (!String.valueOf(gone.getMessage()).contains("is gone")) {
        throw gone;
      }
    }
  }
}
