package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;

/// What plans mean for the most bytes that a session may hold.
final class SessionBudget {
  private SessionBudget() {}

  /// Checks a plan by itself, before anything is reserved: the weights once, all else once for each
  /// arena that the session may use.
  ///
  /// @throws MemoryBudgetException if it exceeds the budget
  static void check(MemoryPlan plan, SessionOptions options) {
    long weights = plan.bytes(Region.WEIGHTS);
    long needed = weights + options.concurrency() * (plan.totalBytes() - weights);
    if (needed > options.memoryBudget()) {
      throw new MemoryBudgetException(plan, needed, options.memoryBudget());
    }
  }
}
