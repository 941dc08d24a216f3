package io.scopegraph.cpu.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One thread of a crew. It looks for work for a while, then sleeps until it is woken.
final class CrewThread extends Spacing implements Runnable, BooleanSupplier {
  private final Crew crew;
  private final int number;
  private final Thread thread;
  private boolean started;
  private final AtomicBoolean asleep = new AtomicBoolean(true);

  /// @param number only as many threads may be at work as the crew allows, those of low number
  CrewThread(Crew crew, int number, String name) {
    this.crew = crew;
    this.number = number;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
  }

  /// Wakes or starts the thread.
  ///
  /// @return false if it was awake
  boolean wake() {
    if (!asleep.get() || !asleep.compareAndSet(true, false)) {
      return false;
    }
    crew.awake();
    // Only who has changed the flag gets here.
    if (started) {
      LockSupport.unpark(thread);
    } else {
      started = true;
      start();
    }
    return true;
  }

  private void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError _) {
      // The system has no room for another thread: who is there does the work.
    }
  }

  @Override
  public void run() {
    boolean woken = true;
    while (!crew.isClosed()) {
      if (crew.allows(number) && crew.help(this, woken)) {
        woken = false;
      } else if (!spin()) {
        sleep();
        woken = true;
      }
    }
  }

  /// Looks out for work.
  private boolean spin() {
    long start = System.nanoTime();
    while (crew.allows(number) && System.nanoTime() - start < Crew.SPIN_NANOS) {
      if (crew.hasWork()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void sleep() {
    crew.fallAsleep();
    asleep.set(true);
    // The flag is set before the last look, so a caller either sees it or is seen.
    if (crew.isClosed() || (crew.allows(number) && crew.hasWork())) {
      wake();
    }
    while (asleep.get()) {
      LockSupport.park(crew);
    }
  }

  /// Whether it may go on with the work at hand.
  @Override
  public boolean getAsBoolean() {
    return crew.allows(number);
  }
}
