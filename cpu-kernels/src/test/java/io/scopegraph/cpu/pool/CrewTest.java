package io.scopegraph.cpu.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {
  @Test
  void startsNoThreadBeforeWorkIsShared() {
    try (Crew crew = new Crew("unused", 3)) {
      AtomicInteger done = new AtomicInteger();
      new WorkerPool(1, crew).run(50, (_, _) -> done.incrementAndGet());
      new WorkerPool(3, crew).run(1, (_, _) -> done.incrementAndGet());
      assertThat(done).hasValue(51);
      assertThat(threads("unused")).isEmpty();
    }
  }

  @Test
  void startsDaemonsThatSleepWhenIdleAndEndWhenClosed() throws InterruptedException {
    List<Thread> threads;
    try (Crew crew = new Crew("sleepy", 3)) {
      meet(new WorkerPool(3, crew), 3);
      threads = threads("sleepy");
      assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
      sleepAll("sleepy");
      // They are still there for the next run.
      meet(new WorkerPool(3, crew), 3);
      assertThat(threads("sleepy")).hasSize(2);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9})
  void leavesAProcessorToEachCaller(int callers) throws InterruptedException {
    try (Crew crew = new Crew("shared", 4)) {
      WorkerPool pool = new WorkerPool(4, crew);
      meet(pool, 4);
      sleepAll("shared");
      for (int i = 0; i < callers; i++) {
        pool.enter();
      }
      AtomicInteger atWork = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      for (int round = 0; round < 3_000; round++) {
        pool.run(
            8,
            (_, _) -> {
              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              atWork.decrementAndGet();
            });
      }
      assertThat(most.get()).isBetween(1, Math.max(1, 4 - callers + 1));
      for (int i = 0; i < callers; i++) {
        pool.leave();
      }
      meet(pool, 4);
    }
  }

  @Test
  void joinsTheWorkWithTheFewestHelpers() {
    try (Crew crew = new Crew("even", 4)) {
      AtomicIntegerArray done = new AtomicIntegerArray(2);
      Job one = Objects.requireNonNull(crew.acquire());
      Job two = Objects.requireNonNull(crew.acquire());
      one.open(9, 3, (_, _) -> done.incrementAndGet(0));
      two.open(9, 3, (_, _) -> done.incrementAndGet(1));
      assertThat(one.help(() -> false)).isTrue();
      assertThat(crew.help(() -> false, false)).isTrue();
      assertThat(done.get(0)).isEqualTo(1);
      assertThat(done.get(1)).isEqualTo(1);
      // Both have one seat taken and two free; after four more helpers no seat is left.
      for (int i = 0; i < 4; i++) {
        assertThat(crew.help(() -> false, false)).isTrue();
      }
      assertThat(done.get(0)).isEqualTo(3);
      assertThat(done.get(1)).isEqualTo(3);
      assertThat(crew.help(() -> false, false)).isFalse();
      assertThat(one.complete()).isNull();
      assertThat(two.complete()).isNull();
      assertThat(done.get(0)).isEqualTo(9);
      assertThat(done.get(1)).isEqualTo(9);
    }
  }

  @Test
  void helpsSeveralCallersAtOnce() throws InterruptedException {
    try (Crew crew = new Crew("several", 4)) {
      // Ends only if two callers and two helpers are inside their tasks at once.
      CountDownLatch together = new CountDownLatch(4);
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        WorkerPool pool = new WorkerPool(2, crew);
        callers.add(Thread.ofPlatform().start(() -> meet(pool, 2, together)));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(together.getCount()).isZero();
    }
  }

  /// As many virtual threads wait for their helpers as there are threads that carry them: one more
  /// gets on only if those that wait let go of theirs.
  @Test
  void waitingVirtualThreadsLetOthersRun() throws InterruptedException {
    int callers = Runtime.getRuntime().availableProcessors();
    try (Crew crew = new Crew("virtual", 2 * callers + 1)) {
      CountDownLatch helped = new CountDownLatch(callers);
      CountDownLatch release = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        WorkerPool pool = new WorkerPool(2, crew);
        threads.add(
            Thread.startVirtualThread(() ->
                pool.run(
                    2,
                    (_, worker) -> {
                      if (worker == 0) {
                        await(helped);
                      } else {
                        helped.countDown();
                        await(release);
                      }
                    })));
      }
      await(helped);
      threads.add(Thread.startVirtualThread(release::countDown));
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  @Test
  void keepsAnInterruptForItsCaller() {
    try (Crew crew = new Crew("interrupted", 2)) {
      WorkerPool pool = new WorkerPool(2, crew);
      CountDownLatch helped = new CountDownLatch(1);
      AtomicInteger done = new AtomicInteger();
      Thread caller = Thread.currentThread();
      pool.run(
          2,
          (_, worker) -> {
            if (worker == 0) {
              await(helped);
            } else {
              helped.countDown();
              caller.interrupt();
              pause();
            }
            done.incrementAndGet();
          });
      assertThat(done).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void meet(WorkerPool pool, int workers) {
    meet(pool, workers, new CountDownLatch(workers));
  }

  private static void meet(WorkerPool pool, int workers, CountDownLatch together) {
    pool.run(
        workers,
        (_, _) -> {
          together.countDown();
          await(together);
        });
  }

  private static List<Thread> threads(String crew) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(crew + "-"))
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleepAll(String crew) throws InterruptedException {
    for (Thread thread : threads(crew)) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
