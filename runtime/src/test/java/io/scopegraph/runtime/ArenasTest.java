package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sessions with several arenas, and arenas with several sessions: what is reserved, to the byte.
class ArenasTest {
  private final ReferenceDevice device = new ReferenceDevice(true);
  private final VariableStore store = VariableStore.on(device);

  private Session open(SessionOptions.Builder options) {
    return Session.open(Networks.twoLayers(), options.store(store).build());
  }

  private static Map<String, Tensor> rows(int rows) {
    return Map.of("x", Networks.random(rows, rows, 3));
  }

  private static MemoryPlan plan(Session session, int rows) {
    return session.plan(Map.of("x", Shape.of(rows, 3)));
  }

  private static long beside(MemoryPlan plan, Region... regions) {
    long bytes = 0;
    for (Region region : regions) {
      bytes += plan.bytes(region);
    }
    return bytes;
  }

  private void assertReserved(long bytes) {
    assertThat(device.liveBytes()).isEqualTo(bytes);
    assertThat(store.device().account().liveBytes()).isEqualTo(bytes);
    assertThat(store.device().account().allocations()).isEqualTo(device.allocations());
    assertThat(store.memoryReport().totalBytes()).isEqualTo(bytes);
  }

  @AfterEach
  void nothingIsLeft() {
    store.close();
    assertThat(device.liveBytes()).isZero();
    assertThat(store.device().account().liveBytes()).isZero();
    assertThat(store.device().account().liveBlocks()).isZero();
  }

  private static void together(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runsAreSideBySideOnArenasOfTheirOwn() throws Exception {
    try (Session session = open(SessionOptions.builder().concurrency(3));
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      CyclicBarrier barrier = new CyclicBarrier(3);
      List<Future<?>> jobs = new ArrayList<>();
      for (int job = 0; job < 3; job++) {
        jobs.add(
            threads.submit(() ->
                session.run(
                    rows(9),
                    results -> {
                      together(barrier);
                      return results;
                    })));
      }
      for (Future<?> job : jobs) {
        job.get();
      }
      MemoryPlan plan = plan(session, 9);
      long weights = plan.bytes(Region.WEIGHTS);
      assertReserved(weights + 3 * (plan.totalBytes() - weights));
    }
  }

  @Test
  void arenasAreReservedWhenTheyAreNeeded() {
    try (Session session = open(SessionOptions.builder().concurrency(4))) {
      for (int run = 0; run < 10; run++) {
        session.run(rows(9));
      }
      assertReserved(plan(session, 9).totalBytes());
    }
  }

  @Test
  void threadsKeepTheirResultsIfThereAreAsManyArenas() throws Exception {
    try (Session session = open(SessionOptions.builder().concurrency(4));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Tensor expected = session.run(rows(5), results -> results.only().copy());
      CyclicBarrier barrier = new CyclicBarrier(3);
      List<Future<?>> jobs = new ArrayList<>();
      for (int job = 0; job < 3; job++) {
        jobs.add(
            threads.submit(() -> {
              for (int run = 0; run < 50; run++) {
                Tensor mine = session.run(rows(5)).only();
                together(barrier);
                assertThat(mine).isEqualTo(expected);
                together(barrier);
              }
            }));
      }
      for (Future<?> job : jobs) {
        job.get();
      }
    }
  }

  @Test
  void theBudgetCountsEveryArena() {
    MemoryPlan plan;
    try (Session session = open(SessionOptions.builder())) {
      plan = plan(session, 9);
    }
    long weights = plan.bytes(Region.WEIGHTS);
    long needed = weights + 4 * (plan.totalBytes() - weights);
    try (Session session = open(SessionOptions.builder().concurrency(4).memoryBudget(needed - 1))) {
      long before = device.allocations();
      assertThatThrownBy(() -> session.run(rows(9)))
          .isInstanceOfSatisfying(
              MemoryBudgetException.class, e -> assertThat(e.needed()).isEqualTo(needed));
      assertThat(device.allocations()).isEqualTo(before);
    }
    try (Session session = open(SessionOptions.builder().concurrency(4).memoryBudget(needed))) {
      session.run(rows(9));
      assertReserved(plan.totalBytes());
    }
  }

  @Test
  void sessionsThatTakeTurnsShareOneArena() {
    SharedArena arena = new SharedArena("common");
    Session large = open(SessionOptions.builder().name("large").sharedArena(arena));
    try (Session small = open(SessionOptions.builder().name("small").sharedArena(arena))) {
      MemoryPlan few = plan(small, 4);
      MemoryPlan many = plan(large, 100);
      Tensor expected = small.run(rows(4), results -> results.only().copy());
      assertReserved(few.totalBytes());
      Tensor y = small.run(rows(4)).only();
      large.run(rows(100));
      assertThat(y).isEqualTo(expected);
      assertReserved(many.totalBytes() + beside(few, Region.INPUTS, Region.OUTPUTS));
      assertThat(arena.bytes()).isEqualTo(many.arenaBytes());
      long allocations = device.allocations();
      for (int run = 0; run < 10; run++) {
        assertThat(small.run(rows(4)).only()).isEqualTo(expected);
        large.run(rows(100));
      }
      assertThat(device.allocations()).isEqualTo(allocations);
      assertThat(store.memoryReport().sessions())
          .extracting(MemoryReport.SessionBytes::name)
          .containsExactly("common", "large", "small");
      large.close();
      assertThat(arena.bytes()).isEqualTo(many.arenaBytes());
      assertThat(small.run(rows(4)).only()).isEqualTo(expected);
    }
    assertThat(arena.bytes()).isZero();
    assertReserved(0);
  }

  @Test
  void manyThreadsTakeTurnsOnASharedArena() throws Exception {
    SharedArena arena = new SharedArena("common");
    try (Session first = open(SessionOptions.builder().sharedArena(arena));
        Session second = open(SessionOptions.builder().sharedArena(arena));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Tensor> expected = new ArrayList<>();
      for (int rows = 1; rows <= 6; rows++) {
        expected.add(first.run(rows(rows), results -> results.only().copy()));
      }
      List<Future<?>> jobs = new ArrayList<>();
      for (int job = 0; job < 4; job++) {
        Session session = job % 2 == 0 ? first : second;
        int offset = job;
        jobs.add(
            threads.submit(() -> {
              for (int run = 0; run < 100; run++) {
                int rows = 1 + (run + offset) % 6;
                Tensor y = session.run(rows(rows), results -> results.only().copy());
                assertThat(y).isEqualTo(expected.get(rows - 1));
              }
            }));
      }
      for (Future<?> job : jobs) {
        job.get();
      }
    }
  }

  @Test
  void theBudgetCountsASharedArenaAsItIs() {
    SharedArena arena = new SharedArena("common");
    try (Session large = open(SessionOptions.builder().sharedArena(arena))) {
      large.run(rows(100));
      long own = plan(large, 4).totalBytes();
      try (Session small = open(SessionOptions.builder().sharedArena(arena).memoryBudget(own))) {
        long before = device.allocations();
        assertThatThrownBy(() -> small.run(rows(4))).isInstanceOf(MemoryBudgetException.class);
        assertThat(device.allocations()).isEqualTo(before);
      }
    }
  }

  @Test
  void refusesArenasThatCannotBeShared() {
    SharedArena arena = new SharedArena("common");
    try (Session _ = open(SessionOptions.builder().sharedArena(arena));
        VariableStore other = VariableStore.on(device)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              Session.open(
                  Networks.twoLayers(),
                  SessionOptions.builder().store(other).sharedArena(arena).build()))
          .withMessage("The shared arena \"common\" belongs to sessions of another store");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionOptions.builder().sharedArena(arena).build())
        .withMessage("Sessions that share the arena \"common\" need a common store");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SessionOptions.builder().store(store).sharedArena(arena).concurrency(2).build())
        .withMessage(
            "Runs on the shared arena \"common\" take turns, so concurrency must be 1, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionOptions.builder().concurrency(0).build())
        .withMessage("concurrency must be 1 or more, found 0");
  }

  @Test
  void aSharedArenaCanBeUsedAgainAfterItsLastSession() {
    SharedArena arena = new SharedArena("common");
    for (int round = 0; round < 3; round++) {
      try (Session session = open(SessionOptions.builder().sharedArena(arena))) {
        session.run(rows(round + 1));
        assertReserved(plan(session, round + 1).totalBytes());
      }
    }
  }

  @Test
  void stagingMemoryIsCountedApart() {
    ReferenceDevice far = new ReferenceDevice(false);
    VariableStore farStore = VariableStore.on(far);
    try (farStore;
        Session session =
            Session.open(Networks.twoLayers(), SessionOptions.builder().store(farStore).build())) {
      session.run(rows(2));
      session.run(rows(50));
      MemoryPlan plan = plan(session, 50);
      assertThat(far.liveBytes()).isEqualTo(plan.totalBytes());
      assertThat(farStore.device().hostAccount().liveBytes())
          .isEqualTo(beside(plan, Region.INPUTS, Region.OUTPUTS));
    }
    assertThat(farStore.device().hostAccount().liveBytes()).isZero();
  }
}
