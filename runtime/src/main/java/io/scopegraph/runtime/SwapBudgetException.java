package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.ByteSizes;

/// A swap of weights needs more memory than it may take. Thrown before anything is reserved or
/// written.
public final class SwapBudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SwapPlan plan;

  SwapBudgetException(SwapPlan plan, long budget) {
    super(
        "The swap needs %s, the budget is %s\n%s"
            .formatted(ByteSizes.exact(plan.peakBytes()), ByteSizes.exact(budget), plan));
    this.plan = plan;
  }

  /// The swap that does not fit.
  public SwapPlan plan() {
    return plan;
  }
}
