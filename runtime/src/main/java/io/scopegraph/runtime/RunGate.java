package io.scopegraph.runtime;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;

/// Keeps runs and changes of the weights apart: a run sees the weights of one version from its
/// beginning to its end.
final class RunGate {
  private final StampedLock lock = new StampedLock();

  /// The variables that a failed change left neither old nor new; guarded by the lock.
  private final Set<String> torn = new LinkedHashSet<>();

  /// Begins a run. Allocates nothing.
  ///
  /// @return what [#endRun] wants
  /// @throws IllegalStateException if a change has failed and was not made good
  long beginRun() {
    long stamp = lock.readLock();
    if (!torn.isEmpty()) {
      lock.unlockRead(stamp);
      throw new IllegalStateException(
          "Weights were being changed when the device failed; set them again: " + torn);
    }
    return stamp;
  }

  void endRun(long stamp) {
    lock.unlockRead(stamp);
  }

  /// Makes a change when no run is under way.
  ///
  /// @param variables what it changes
  /// @return the nanoseconds during which runs waited
  long change(Set<String> variables, Runnable writes) {
    long stamp = lock.writeLock();
    long start = System.nanoTime();
    try {
      torn.addAll(variables);
      writes.run();
      torn.removeAll(variables);
      return System.nanoTime() - start;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// Whether a variable's memory holds parts of two versions.
  boolean isTorn(String variable) {
    long stamp = lock.readLock();
    try {
      return torn.contains(variable);
    } finally {
      lock.unlockRead(stamp);
    }
  }
}
