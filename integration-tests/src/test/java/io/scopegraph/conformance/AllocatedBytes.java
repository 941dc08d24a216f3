package io.scopegraph.conformance;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts what the calling thread and the threads of the CPU backend's pools allocate on the Java
/// heap. Counting allocates nothing itself.
final class AllocatedBytes {
  private static final String POOL = "scopegraph-cpu-";

  private final ThreadMXBean threads;
  private final long[] pool;

  /// Counts on all threads of pools that exist now.
  AllocatedBytes() {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean counting)) {
      throw new AssertionError("this JVM does not count what threads allocate");
    }
    this.threads = counting;
    this.pool =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(POOL))
            .mapToLong(Thread::threadId)
            .toArray();
  }

  /// How many threads are counted besides the calling one.
  int poolThreads() {
    return pool.length;
  }

  /// Bytes since each thread began.
  long total() {
    long bytes = threads.getCurrentThreadAllocatedBytes();
    for (long thread : pool) {
      bytes += threads.getThreadAllocatedBytes(thread);
    }
    return bytes;
  }
}
