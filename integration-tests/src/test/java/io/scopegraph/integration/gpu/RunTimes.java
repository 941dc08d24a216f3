package io.scopegraph.integration.gpu;

import java.util.Arrays;

/// How long runs took.
final class RunTimes {
  private static final int MOST = 20_000;

  private final long[] sortedNanos;

  private RunTimes(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  /// Runs again and again, at least once, until the time is over.
  static RunTimes measure(Runnable run, double seconds) {
    long[] nanos = new long[MOST];
    int count = 0;
    long begin = System.nanoTime();
    do {
      long start = System.nanoTime();
      run.run();
      nanos[count++] = System.nanoTime() - start;
    } while (count < MOST && System.nanoTime() - begin < seconds * 1e9);
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new RunTimes(sorted);
  }

  int count() {
    return sortedNanos.length;
  }

  /// In milliseconds; the nearest rank.
  double percentile(int percent) {
    int index = Math.ceilDiv(percent * sortedNanos.length, 100) - 1;
    return sortedNanos[Math.max(index, 0)] / 1e6;
  }
}
