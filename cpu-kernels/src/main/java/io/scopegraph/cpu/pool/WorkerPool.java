package io.scopegraph.cpu.pool;

import org.jspecify.annotations.Nullable;

/// A share of the threads of this process for fork-join work: [#run] splits one piece of work into
/// numbered tasks, works on them itself together with helping threads, and returns when all are
/// done.
///
/// Helpers are common to all pools. There is one less than there are processors, and as many are at
/// work as there are processors left beside the threads between [#enter] and [#leave], spread
/// evenly over the calls that can use them. So a call may find none, and then runs its tasks on its
/// own thread; what the tasks compute must not depend on it.
///
/// Any thread may call `run`, virtual ones and those inside a task included, and several may call
/// at once. A call allocates nothing. Helpers are daemon threads, started when the first call wants
/// them; they look out for the next call for some ten microseconds before they sleep.
public final class WorkerPool implements AutoCloseable {
  /// The work of one task. Tasks of one `run` are claimed in any order by any worker, so a task
  /// must touch only what no other task writes.
  @FunctionalInterface
  public interface Task {
    /// Does task number `task`.
    ///
    /// @param task from 0 to one below the number of tasks
    /// @param worker from 0 to one below [WorkerPool#size] and below the number of tasks; no two
    ///   tasks of one `run` are at work under the same number at the same time
    void run(int task, int worker);
  }

  private final int size;
  private final Crew crew;
  private volatile boolean closed;

  /// A pool whose every [#run] has at most `size` workers: the calling thread and helpers.
  ///
  /// @throws IllegalArgumentException if `size` is below 1
  public WorkerPool(int size) {
    this(size, Crew.OF_PROCESS);
  }

  WorkerPool(int size, Crew crew) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs at least 1 worker, asked for " + size);
    }
    this.size = size;
    this.crew = crew;
  }

  /// The most workers of one [#run], the calling thread included.
  public int size() {
    return size;
  }

  /// Says that the current thread is going to compute until [#leave], in calls of [#run] and
  /// between them, so that its processor is not given to a helper of somebody else.
  public void enter() {
    crew.enter();
  }

  /// Ends what [#enter] began.
  public void leave() {
    crew.leave();
  }

  /// Runs `task` for every number below `tasks` and returns when all have finished. What the tasks
  /// wrote is visible to the caller. The first exception of a task is thrown to the caller as it
  /// is; tasks not yet begun are then dropped.
  public void run(int tasks, Task task) {
    Job job = tasks <= 1 || size == 1 || closed ? null : crew.acquire();
    if (job == null) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    Throwable thrown;
    try {
      crew.open(job, tasks, size, task);
      thrown = job.complete();
    } finally {
      job.release();
    }
    rethrow(thrown);
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

  /// Gives the share up. Work still running is finished; a later [#run] works on its caller alone.
  @Override
  public void close() {
    closed = true;
  }
}
