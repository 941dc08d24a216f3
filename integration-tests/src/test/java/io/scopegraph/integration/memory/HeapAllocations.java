package io.scopegraph.integration.memory;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// Counts the bytes that this thread and the threads of the CPU backend allocate on the Java heap.
final class HeapAllocations {
  private static final String POOL = "scopegraph-cpu-";
  private static final int BATCH = 500;
  private static final int SERIES = 5;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Runnable work;

  HeapAllocations(Runnable work) {
    this.work = work;
  }

  /// Repeats the work until nothing was allocated for a while: code that is run often is compiled
  /// in several steps, and vectors, for example, are no objects any more only after the last one.
  void warmUp(int mostBatches) {
    int quiet = 0;
    for (int batch = 0; batch < mostBatches && quiet < 4; batch++) {
      quiet = during(BATCH) == 0 ? quiet + 1 : 0;
    }
  }

  /// The least that is allocated in one of a few series of repetitions. What the work allocates
  /// shows in each of them; what the JVM does when it replaces compiled code, in one of them.
  long least(int repetitions) {
    long least = during(repetitions);
    for (int series = 1; series < SERIES && least > 0; series++) {
      least = Math.min(least, during(repetitions));
    }
    return least;
  }

  /// The bytes that are allocated while the work is repeated.
  private long during(int repetitions) {
    long[] pool = pool();
    long poolBefore = bytes(pool);
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(repetitions);
    long own = threads.getCurrentThreadAllocatedBytes() - before;
    return own + bytes(pool) - poolBefore;
  }

  private void repeat(int repetitions) {
    for (int i = 0; i < repetitions; i++) {
      work.run();
    }
  }

  private long[] pool() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(POOL))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  private long bytes(long[] ids) {
    return Arrays.stream(threads.getThreadAllocatedBytes(ids)).filter(bytes -> bytes > 0).sum();
  }
}
