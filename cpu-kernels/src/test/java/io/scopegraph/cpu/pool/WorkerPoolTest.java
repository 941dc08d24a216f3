package io.scopegraph.cpu.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void doesEveryTaskOnceInEveryOfManyRuns(int size) {
    try (OwnPool own = new OwnPool(size)) {
      for (int round = 0; round < 20_000; round++) {
        int tasks = round % 23;
        // Plain writes: a run must publish them to its caller.
        int[] done = new int[tasks];
        own.run(tasks, (task, _) -> done[task]++);
        for (int times : done) {
          assertThat(times).isOne();
        }
      }
    }
  }

  @Test
  void numbersWorkersBelowItsSizeAndNoTwoAtOnceAlike() {
    try (OwnPool own = new OwnPool(4)) {
      AtomicIntegerArray atWork = new AtomicIntegerArray(4);
      AtomicInteger clashes = new AtomicInteger();
      for (int round = 0; round < 2_000; round++) {
        own.run(
            9,
            (_, worker) -> {
              if (atWork.getAndIncrement(worker) != 0) {
                clashes.incrementAndGet();
              }
              Thread.onSpinWait();
              atWork.getAndDecrement(worker);
            });
      }
      assertThat(clashes).hasValue(0);
    }
  }

  @Test
  void numbersWorkersBelowTheNumberOfTasks() {
    try (OwnPool own = new OwnPool(8)) {
      AtomicInteger greatest = new AtomicInteger();
      for (int round = 0; round < 5_000; round++) {
        own.run(3, (_, worker) -> greatest.accumulateAndGet(worker, Math::max));
      }
      assertThat(greatest.get()).isBetween(0, 2);
    }
  }

  @Test
  void letsSeveralThreadsWorkAtTheSameTime() {
    try (OwnPool own = new OwnPool(3)) {
      CountDownLatch together = new CountDownLatch(3);
      // Ends only if three threads are inside their tasks at once.
      own.run(
          3,
          (_, _) -> {
            together.countDown();
            await(together);
          });
      assertThat(together.getCount()).isZero();
    }
  }

  @Test
  void wakesParkedThreads() throws InterruptedException {
    try (OwnPool own = new OwnPool(2)) {
      for (int round = 0; round < 20; round++) {
        Thread.sleep(5);
        CountDownLatch together = new CountDownLatch(2);
        own.run(
            2,
            (_, _) -> {
              together.countDown();
              await(together);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servesManyCallersAtOnce(boolean virtual) throws InterruptedException {
    try (OwnPool own = new OwnPool(3)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Runnable work =
            () -> {
              for (int round = 0; round < 2_000; round++) {
                int[] done = new int[7];
                own.run(7, (task, _) -> done[task]++);
                assertThat(done).containsOnly(1);
              }
            };
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        callers.add(builder.uncaughtExceptionHandler((_, e) -> failure.set(e)).start(work));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failure).hasValue(null);
    }
  }

  @Test
  void allowsACallInsideATask() {
    try (OwnPool own = new OwnPool(3)) {
      AtomicInteger inner = new AtomicInteger();
      AtomicInteger strange = new AtomicInteger();
      for (int round = 0; round < 500; round++) {
        own.run(
            5,
            (_, _) ->
                own.run(
                    4,
                    (_, worker) -> {
                      inner.incrementAndGet();
                      strange.addAndGet(worker < 3 ? 0 : 1);
                    }));
      }
      assertThat(inner).hasValue(500 * 20);
      assertThat(strange).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void throwsWhatATaskThrewAndGoesOnWorking(int size) {
    try (OwnPool own = new OwnPool(size)) {
      for (int round = 0; round < 500; round++) {
        int bad = round % 11;
        assertThatThrownBy(() ->
                own.run(
                    11,
                    (task, _) -> {
                      if (task == bad) {
                        throw new UnsupportedOperationException("task " + task);
                      }
                    }))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage("task " + bad);
        AtomicInteger done = new AtomicInteger();
        own.run(11, (_, _) -> done.incrementAndGet());
        assertThat(done).hasValue(11);
      }
    }
  }

  @Test
  void allowsAnInterruptedCaller() {
    try (OwnPool own = new OwnPool(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger done = new AtomicInteger();
      own.run(50, (_, _) -> done.incrementAndGet());
      assertThat(done).hasValue(50);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void worksOnItsCallerAloneOnceClosed() {
    WorkerPool pool = new WorkerPool(3);
    pool.close();
    Thread here = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    pool.run(
        9,
        (_, _) -> {
          assertThat(Thread.currentThread()).isSameAs(here);
          done.incrementAndGet();
        });
    assertThat(done).hasValue(9);
  }

  @Test
  void refusesToHaveNoWorker() {
    assertThatThrownBy(() -> new WorkerPool(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked for 0");
  }

  /// A pool that has all of a crew of its own, so that more threads are at work than there are
  /// processors.
  private record OwnPool(Crew crew, WorkerPool pool) implements AutoCloseable {
    OwnPool(int size) {
      this(new Crew("own", size));
    }

    private OwnPool(Crew crew) {
      this(crew, new WorkerPool(crew.processors(), crew));
    }

    void run(int tasks, WorkerPool.Task task) {
      pool.run(tasks, task);
    }

    @Override
    public void close() {
      crew.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
