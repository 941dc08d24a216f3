package io.scopegraph.cpu.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads for fork-join work: [#run] splits one piece of work into numbered tasks,
/// works on them itself together with the pool's threads, and returns when all are done.
///
/// Any thread may call `run`, virtual ones included, and several may call at once: one of them has
/// the pool's threads, the others run their tasks on their own thread meanwhile. A `run` from
/// inside a task does the same. A call allocates nothing. Idle threads are parked; between two
/// calls that follow closely they spin for some ten microseconds.
///
/// The threads are daemons and live until [#close].
public final class WorkerPool implements AutoCloseable {
  /// The work of one task. Tasks of one `run` are claimed in any order by any worker, so a task
  /// must touch only what no other task writes.
  @FunctionalInterface
  public interface Task {
    /// Does task number `task`.
    ///
    /// @param task from 0 to one below the number of tasks
    /// @param worker from 0 to one below [WorkerPool#size]; no two tasks of one `run` are at work
    ///   under the same number at the same time
    void run(int task, int worker);
  }

  // Two counters of one array, far enough apart that the prefetched neighbour line is not shared.
  private static final int UNCLAIMED = 64;
  private static final int UNFINISHED = 128;
  private static final int SPINS = 500;

  private final int size;
  private final Worker[] workers;
  private final AtomicIntegerArray counters = new AtomicIntegerArray(192);
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile int total;
  private volatile @Nullable Task body;
  private volatile @Nullable Thread caller;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /// A pool of `size` workers: `size - 1` threads and whichever thread calls [#run].
  ///
  /// @throws IllegalArgumentException if `size` is below 1
  public WorkerPool(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs at least 1 worker, asked for " + size);
    }
    this.size = size;
    this.workers = new Worker[size - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].thread.start();
    }
  }

  /// The number of workers, the calling thread included.
  public int size() {
    return size;
  }

  /// Runs `task` for every number below `tasks` and returns when all have finished. What the tasks
  /// wrote is visible to the caller. The first exception of a task is thrown to the caller as it
  /// is; tasks not yet begun are then dropped.
  public void run(int tasks, Task task) {
    if (tasks <= 1 || size == 1 || closed || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    try {
      fork(tasks, task);
      claim(0);
      join();
      Throwable thrown = failure;
      failure = null;
      body = null;
      rethrow(thrown);
    } finally {
      busy.set(false);
    }
  }

  private void fork(int tasks, Task task) {
    body = task;
    total = tasks;
    counters.set(UNFINISHED, tasks);
    counters.set(UNCLAIMED, tasks);
    for (int i = 0, woken = 1; i < workers.length && woken < tasks; i++, woken++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i].thread);
      }
    }
  }

  private void claim(int worker) {
    int left = counters.get(UNCLAIMED);
    while (left > 0) {
      int seen = counters.compareAndExchange(UNCLAIMED, left, left - 1);
      if (seen != left) {
        left = seen;
        continue;
      }
      // A claimed task keeps its run alive, so body and total are those of this very run.
      perform(total - left, worker);
      left = counters.get(UNCLAIMED);
    }
  }

  private void perform(int task, int worker) {
    int done = 1;
    try {
      Task work = body;
      if (work != null) {
        work.run(task, worker);
      }
    } catch (Throwable thrown) {
      if (failure == null) {
        failure = thrown;
      }
      done += counters.getAndSet(UNCLAIMED, 0);
    }
    if (counters.addAndGet(UNFINISHED, -done) == 0) {
      Thread waiting = caller;
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private void join() {
    for (int spin = 0; spin < SPINS; spin++) {
      if (counters.get(UNFINISHED) == 0) {
        return;
      }
      Thread.onSpinWait();
    }
    caller = Thread.currentThread();
    while (counters.get(UNFINISHED) != 0) {
      LockSupport.park(this);
    }
    caller = null;
  }

  private static void rethrow(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown);
    }
  }

  /// Ends the threads. Work still running is finished; a later [#run] works on its caller alone.
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
  }

  private final class Worker implements Runnable {
    private final int number;
    private final Thread thread;
    private volatile boolean parked;

    private Worker(int number) {
      this.number = number;
      this.thread = Thread.ofPlatform().daemon().name("scopegraph-cpu-" + number).unstarted(this);
    }

    @Override
    public void run() {
      while (!closed) {
        if (awaitWork()) {
          claim(number);
        }
      }
    }

    private boolean awaitWork() {
      for (int spin = 0; spin < SPINS; spin++) {
        if (counters.get(UNCLAIMED) > 0) {
          return true;
        }
        Thread.onSpinWait();
      }
      parked = true;
      // The flag is set before the last look, so a caller either sees it or is seen.
      if (counters.get(UNCLAIMED) == 0 && !closed) {
        LockSupport.park(WorkerPool.this);
      }
      parked = false;
      return counters.get(UNCLAIMED) > 0;
    }
  }
}
