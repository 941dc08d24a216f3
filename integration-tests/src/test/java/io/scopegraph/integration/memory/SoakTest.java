package io.scopegraph.integration.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.SharedArena;
import io.scopegraph.runtime.VariableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Mixed shapes, threads, opens, closes and swaps: the results stay right and nothing grows.
///
/// A short one in every build; `-Dscopegraph.soakMinutes=30` makes it longer, and then resident
/// memory is checked too, for which the heap should be of fixed size: `-Xms512m -Xmx512m
/// -XX:+AlwaysPreTouch`.
class SoakTest {
  private static final int MINUTES = Integer.getInteger("scopegraph.soakMinutes", 0);
  private static final int ROUNDS = 16;
  private static final int WORKERS = 3;
  private static final int ACTS = MINUTES == 0 ? 8 : 200;
  private static final long MIB = 1 << 20;

  private final SoakNetworks networks = new SoakNetworks();
  private final MemorySamples samples = new MemorySamples();

  @Test
  void nothingGrows() throws Exception {
    SharedArena sharedArena = new SharedArena("common");
    try (VariableStore store = VariableStore.open("cpu", 2);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      store.assign(networks.version(0));
      ImmutableList<Session> longLived = open(store, sharedArena);
      List<SoakWorker> workers = new ArrayList<>();
      for (int seed = 0; seed < WORKERS; seed++) {
        workers.add(new SoakWorker(networks, store, sharedArena, longLived, seed));
      }
      warmUp(threads, longLived);
      try (Session session =
          Session.open(
              networks.graph(1),
              SessionOptions.builder().store(store).sharedArena(sharedArena).build())) {
        session.run(networks.feeds(1, SoakNetworks.BATCHES));
      }
      MemoryReport before = store.memoryReport();
      long end = System.nanoTime() + MINUTES * 60_000_000_000L;
      while (samples.size() < ROUNDS || System.nanoTime() < end) {
        round(threads, workers);
        samples.take();
        assertThat(store.memoryReport()).isEqualTo(before);
      }
      System.out.println("Soak: " + samples);
      longLived.forEach(Session::close);
    }
    assertThat(samples.heapGrowth()).as("heap").isLessThan(4 * MIB);
    if (MINUTES > 0) {
      assertThat(samples.residentGrowth()).as("resident").isLessThan(32 * MIB);
    }
  }

  /// The first session keeps the shared arena as large as any of them wants it.
  private ImmutableList<Session> open(VariableStore store, SharedArena sharedArena) {
    ImmutableList.Builder<Session> sessions = ImmutableList.builder();
    for (int network = 0; network < networks.size(); network++) {
      SessionOptions.Builder options = SessionOptions.builder().name("long").store(store);
      sessions.add(
          Session.open(
              networks.graph(network),
              network == 0
                  ? options.sharedArena(sharedArena).build()
                  : options.concurrency(network).build()));
    }
    return sessions.build();
  }

  /// Runs all shapes on all arenas of the sessions, so that later runs reserve nothing.
  private void warmUp(ExecutorService threads, ImmutableList<Session> longLived) throws Exception {
    for (int network = 0; network < networks.size(); network++) {
      int graph = network;
      int arenas = Math.max(1, network);
      Session session = longLived.get(network);
      CyclicBarrier together = new CyclicBarrier(arenas);
      List<Future<?>> jobs = new ArrayList<>();
      for (int arena = 0; arena < arenas; arena++) {
        jobs.add(
            threads.submit(() -> {
              for (int batch = 1; batch <= SoakNetworks.BATCHES; batch++) {
                session.run(networks.feeds(graph, batch), results -> await(together));
              }
            }));
      }
      for (Future<?> job : jobs) {
        job.get();
      }
    }
  }

  private static int await(CyclicBarrier barrier) {
    try {
      return barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void round(ExecutorService threads, List<SoakWorker> workers) throws Exception {
    List<Future<?>> jobs = new ArrayList<>();
    for (SoakWorker worker : workers) {
      jobs.add(
          threads.submit(() -> {
            for (int act = 0; act < ACTS; act++) {
              worker.act();
            }
          }));
    }
    for (Future<?> job : jobs) {
      job.get();
    }
  }
}
