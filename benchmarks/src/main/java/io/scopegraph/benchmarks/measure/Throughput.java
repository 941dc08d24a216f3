package io.scopegraph.benchmarks.measure;

import io.scopegraph.benchmarks.engine.PreparedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many runs a second models do, each called by a thread of its own.
public final class Throughput {
  private static final long NANOS = 1_500_000_000;

  private Throughput() {}

  /// Runs all models at the same time for a while; runs that end later count in part.
  public static double of(List<? extends PreparedModel> models) {
    CountDownLatch ready = new CountDownLatch(models.size());
    try (ExecutorService callers = Executors.newFixedThreadPool(models.size())) {
      List<Future<Double>> rates = new ArrayList<>();
      for (PreparedModel model : models) {
        rates.add(callers.submit(() -> rate(model, ready)));
      }
      double total = 0;
      for (Future<Double> rate : rates) {
        total += rate.get();
      }
      return total;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static double rate(PreparedModel model, CountDownLatch ready)
      throws InterruptedException {
    ready.countDown();
    ready.await();
    long start = System.nanoTime();
    double runs = 0;
    while (true) {
      long before = System.nanoTime() - start;
      model.run();
      long after = System.nanoTime() - start;
      if (after >= NANOS) {
        double part = (double) (NANOS - before) / (after - before);
        return (runs + part) * 1e9 / NANOS;
      }
      runs++;
    }
  }
}
