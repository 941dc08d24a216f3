package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Closing, in every order and from every thread, and what is never closed.
class ClosingTest {
  private final ReferenceDevice device = new ReferenceDevice(true);

  private static Session open(VariableStore store, SessionOptions.Builder options) {
    return Session.open(Networks.twoLayers(), options.store(store).build());
  }

  private static Map<String, Tensor> feeds() {
    return Map.of("x", Networks.random(1, 5, 3));
  }

  @Test
  void closingTwiceInAnyOrderGivesBackEverythingOnce() {
    for (int order = 0; order < 6; order++) {
      VariableStore store = VariableStore.on(device);
      SharedArena arena = new SharedArena("common");
      Session first = open(store, SessionOptions.builder().sharedArena(arena));
      Session second = open(store, SessionOptions.builder().sharedArena(arena));
      first.run(feeds());
      second.run(feeds());
      List<AutoCloseable> closing = new ArrayList<>(List.of(first, second, store));
      closing.add(closing.remove(order % 3));
      if (order >= 3) {
        closing.add(closing.removeFirst());
      }
      closing.addAll(List.copyOf(closing));
      closing.forEach(each -> {
        try {
          each.close();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      });
      assertThat(device.liveBytes()).isZero();
      assertThat(arena.bytes()).isZero();
    }
  }

  @Test
  void waitsForTheRunUnderWay() throws Exception {
    VariableStore store = VariableStore.on(device);
    Session session = open(store, SessionOptions.builder());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Float> sum =
          threads.submit(() ->
              session.run(
                  feeds(),
                  results -> {
                    reading.countDown();
                    await(closing);
                    return results.only().getFloat(0);
                  }));
      reading.await();
      Future<?> closer =
          threads.submit(() -> {
            closing.countDown();
            session.close();
            assertThat(device.liveBytes()).isZero();
          });
      assertThat(sum.get()).isFinite();
      closer.get();
    }
    assertThatThrownBy(() -> session.run(feeds())).hasMessage("Session \"session\" is closed");
    store.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void manyThreadsMayRunAndCloseAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int round = 0; round < 60; round++) {
        VariableStore store = VariableStore.on(device);
        Session session = open(store, SessionOptions.builder().concurrency(1 + round % 3));
        Tensor expected = session.run(feeds(), results -> results.only().copy());
        AtomicInteger runs = new AtomicInteger();
        List<Future<?>> jobs = new ArrayList<>();
        for (int job = 0; job < 4; job++) {
          jobs.add(threads.submit(() -> runUntilClosed(session, expected, runs)));
        }
        for (AutoCloseable closed : List.of(session, store)) {
          jobs.add(
              threads.submit(() -> {
                while (runs.get() < 8) {
                  Thread.onSpinWait();
                }
                closed.close();
                return null;
              }));
        }
        for (Future<?> job : jobs) {
          job.get();
        }
        assertThat(device.liveBytes()).isZero();
      }
    }
  }

  private static void runUntilClosed(Session session, Tensor expected, AtomicInteger runs) {
    try {
      while (true) {
        Tensor y = session.run(feeds(), results -> results.only().copy());
        assertThat(y).isEqualTo(expected);
        runs.incrementAndGet();
      }
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("is closed");
    }
  }

  @Test
  void anInterruptedThreadFinishesItsRunAndStaysInterrupted() throws Exception {
    VariableStore store = VariableStore.on(device);
    try (store;
        Session session = open(store, SessionOptions.builder());
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      Future<?> holder =
          threads.submit(() ->
              session.run(
                  feeds(),
                  results -> {
                    reading.countDown();
                    await(interrupted);
                    return results;
                  }));
      reading.await();
      Future<Boolean> waiting =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            interrupted.countDown();
            session.run(feeds());
            return Thread.interrupted();
          });
      assertThat(waiting.get()).isTrue();
      holder.get();
    }
  }

  @Test
  void aForgottenSessionIsReportedOnceWithTheLineThatOpenedIt() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      int line = forget();
      while (device.liveBytes() > 0) {
        System.gc();
        Thread.sleep(10);
      }
      assertThat(log.toString(StandardCharsets.UTF_8))
          .containsOnlyOnce("was never closed")
          .contains("Session \"lost\", opened at ClosingTest.java:" + line + ", was never closed");
    } finally {
      System.setErr(before);
    }
  }

  /// Opens two sessions, closes one, and returns the line that opened the other.
  private int forget() {
    VariableStore store = VariableStore.on(device);
    Session closed = open(store, SessionOptions.builder().name("closed"));
    closed.run(feeds());
    SessionOptions options = SessionOptions.builder().name("lost").store(store).build();
    Throwable here = new Throwable();
    Session lost = Session.open(Networks.twoLayers(), options);
    lost.run(feeds());
    closed.close();
    store.close();
    assertThat(device.liveBytes()).isPositive();
    return here.getStackTrace()[0].getLineNumber() + 1;
  }
}
