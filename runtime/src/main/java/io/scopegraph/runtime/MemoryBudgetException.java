package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;

/// A plan needs more memory than the session may use. Thrown before anything is allocated.
public final class MemoryBudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 8;

  private final transient MemoryPlan plan;
  private final long budget;
  private final long needed;

  /// @param advice what would fit, for people; empty if nothing is known
  MemoryBudgetException(MemoryPlan plan, long needed, long budget, String advice) {
    super(message(plan, needed, budget, advice));
    this.plan = plan;
    this.needed = needed;
    this.budget = budget;
  }

  /// The plan that does not fit.
  public MemoryPlan plan() {
    return plan;
  }

  /// The bytes that the session would hold on the device.
  public long needed() {
    return needed;
  }

  /// The bytes that it may hold.
  public long budget() {
    return budget;
  }

  /// The buffers of the arena that are needed at the peak, the greatest first.
  public ImmutableList<PlannedBuffer> peakBuffers() {
    return plan.peakBuffers();
  }

  private static String message(MemoryPlan plan, long needed, long budget, String advice) {
    StringBuilder text = new StringBuilder();
    text.append(
        "The memory plan needs %s, the budget is %s"
            .formatted(ByteSizes.exact(needed), ByteSizes.exact(budget)));
    if (!advice.isEmpty()) {
      text.append("; ").append(advice);
    }
    if (plan.peakOp() >= 0) {
      text.append(
          "; in the arena at the peak, op %d \"%s\":"
              .formatted(plan.peakOp(), plan.opName(plan.peakOp())));
    }
    ImmutableList<PlannedBuffer> peak = plan.peakBuffers();
    for (PlannedBuffer buffer : peak.subList(0, Math.min(LISTED, peak.size()))) {
      text.append("\n  ").append(buffer.name()).append("  ");
      text.append(ByteSizes.exact(buffer.reserved()));
    }
    if (peak.size() > LISTED) {
      text.append("\n  and %d more".formatted(peak.size() - LISTED));
    }
    return text.toString();
  }
}
