package io.scopegraph.conformance;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts what the calling thread and the helping threads of the CPU backend allocate on the Java
/// heap. Counting allocates nothing itself.
final class AllocatedBytes {
  private static final String POOL = "scopegraph-cpu-";

  private final ThreadMXBean threads;
  private long[] pool = {};

  AllocatedBytes() {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean counting)) {
      throw new AssertionError("this JVM does not count what threads allocate");
    }
    this.threads = counting;
    recount();
  }

  /// Counts on all helping threads that have been started by now.
  void recount() {
    pool =
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
