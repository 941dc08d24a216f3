package io.scopegraph.cpu.tier;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// How many bytes the calling thread has allocated on the Java heap.
///
/// This is how compiled vector code is told from interpreted code: the one keeps its vectors in
/// registers, the other makes an object of each.
final class AllocationMeter {
  private final @Nullable ThreadMXBean threads;

  AllocationMeter() {
    this.threads = threads();
  }

  private static @Nullable ThreadMXBean threads() {
    try {
      return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
              && threads.isThreadAllocatedMemorySupported()
              && threads.isThreadAllocatedMemoryEnabled()
          ? threads
          : null;
    } catch (LinkageError e) {
      // A Java made without the module jdk.management.
      return null;
    }
  }

  /// Whether this JVM counts.
  boolean works() {
    return threads != null;
  }

  /// The bytes allocated so far; always 0 if the meter does not work.
  long bytes() {
    return threads == null ? 0 : threads.getCurrentThreadAllocatedBytes();
  }
}
