package io.scopegraph.cpu.pool;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Threads that help those who call them, one less than there are processors: a caller is a worker
/// itself. Of the helpers only so many are at work, or look out for it, as there are processors
/// left beside the callers under way.
///
/// A helper joins the work that has the fewest helpers. Threads are started when they are wanted
/// first; all are daemons.
final class Crew implements AutoCloseable {
  /// The threads of this process.
  static final Crew OF_PROCESS =
      new Crew("scopegraph-cpu", Runtime.getRuntime().availableProcessors());

  /// How long a thread looks out for what it waits for before it parks. Most gaps between two
  /// kernels are shorter; where other processes want the processors, more would be taken from them.
  static final long SPIN_NANOS = 20_000;

  private static final int CALLERS = 2 * Spacing.LONGS;
  private static final int ASLEEP = 4 * Spacing.LONGS;
  // Each thread that wakes up wakes others in turn.
  private static final int WOKEN_AT_ONCE = 2;

  private final int processors;
  private final Job[] jobs;
  private final CrewThread[] threads;
  private final AtomicIntegerArray counters = new AtomicIntegerArray(6 * Spacing.LONGS);
  private volatile boolean closed;

  /// @param name of the threads, a number is appended
  Crew(String name, int processors) {
    this.processors = processors;
    this.jobs = new Job[processors];
    for (int i = 0; i < jobs.length; i++) {
      jobs[i] = new Job();
    }
    this.threads = new CrewThread[processors - 1];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new CrewThread(this, i, name + "-" + (i + 1));
    }
    counters.set(ASLEEP, threads.length);
  }

  int processors() {
    return processors;
  }

  /// A thread begins to run something that may or may not ask for help.
  void enter() {
    counters.incrementAndGet(CALLERS);
  }

  /// It has ended.
  void leave() {
    counters.decrementAndGet(CALLERS);
  }

  /// A free place for work, or null if the caller has to work alone.
  @Nullable Job acquire() {
    if (!allows(0) || closed) {
      return null;
    }
    int first = (int) (Thread.currentThread().threadId() % jobs.length);
    for (int i = 0; i < jobs.length; i++) {
      Job job = jobs[(first + i) % jobs.length];
      if (job.acquire()) {
        return job;
      }
    }
    return null;
  }

  /// Lays out work where [#acquire] said.
  void open(Job job, int tasks, int most, WorkerPool.Task task) {
    int seats = Math.min(Math.min(most, tasks) - 1, threads.length);
    job.open(tasks, seats, task);
    call(seats);
  }

  private void call(int seats) {
    if (seats > 0 && counters.get(ASLEEP) != 0) {
      wake(Math.min(seats, WOKEN_AT_ONCE));
    }
  }

  private void wake(int most) {
    int woken = 0;
    for (int i = 0; i < threads.length && woken < most && allows(i); i++) {
      if (threads[i].wake()) {
        woken++;
      }
    }
  }

  /// Helps where the fewest do.
  ///
  /// @param stays see [Job#help]
  /// @param woken whether the thread has just been woken and wakes others in turn
  /// @return whether there was something to do
  boolean help(BooleanSupplier stays, boolean woken) {
    Job best = null;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < jobs.length; i++) {
      int helpers = jobs[i].helpers();
      if (helpers < fewest) {
        fewest = helpers;
        best = jobs[i];
      }
    }
    if (best == null) {
      return false;
    }
    if (woken) {
      call(best.freeSeats() - 1);
    }
    return best.help(stays);
  }

  boolean hasWork() {
    for (Job job : jobs) {
      if (job.hasRoom()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a processor is left for the helper of a number.
  boolean allows(int number) {
    return number < processors - Math.max(1, counters.get(CALLERS));
  }

  void fallAsleep() {
    counters.incrementAndGet(ASLEEP);
  }

  void awake() {
    counters.decrementAndGet(ASLEEP);
  }

  boolean isClosed() {
    return closed;
  }

  /// Ends the threads once they have finished what they do.
  @Override
  public void close() {
    closed = true;
    for (CrewThread thread : threads) {
      thread.wake();
    }
  }
}
