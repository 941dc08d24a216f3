package io.scopegraph.cpu.op;

import io.scopegraph.cpu.pool.WorkerPool;

/// Work made of units that do not depend on each other, spread over the pool. Which units a task
/// gets has no influence on what a unit computes.
final class Spread implements BoundKernel, WorkerPool.Task {
  // Below this a task takes no longer than handing it to another thread.
  private static final long TASK_COST = 1 << 14;
  private static final int TASKS_PER_WORKER = 4;

  private final WorkerPool pool;
  private final int units;
  private final int tasks;
  private final Units body;

  /// The work.
  @FunctionalInterface
  interface Units {
    /// Does the units from `from` to below `to`.
    ///
    /// @param worker see [WorkerPool.Task]
    void run(int from, int to, int worker);
  }

  private Spread(WorkerPool pool, int units, int tasks, Units body) {
    this.pool = pool;
    this.units = units;
    this.tasks = tasks;
    this.body = body;
  }

  /// @param unitCost the floats that a unit reads or writes, more for slow arithmetic
  static BoundKernel of(WorkerPool pool, int units, long unitCost, Units body) {
    if (units == 0) {
      return NOTHING;
    }
    long wanted = units * Math.max(1, unitCost) / TASK_COST;
    long most = pool.size() == 1 ? 1 : Math.min(units, (long) TASKS_PER_WORKER * pool.size());
    return new Spread(pool, units, (int) Math.clamp(wanted, 1, most), body);
  }

  @Override
  public void run() {
    pool.run(tasks, this);
  }

  @Override
  public void run(int task, int worker) {
    int from = (int) ((long) units * task / tasks);
    int to = (int) ((long) units * (task + 1) / tasks);
    body.run(from, to, worker);
  }
}
