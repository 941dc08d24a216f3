package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import org.jspecify.annotations.Nullable;

/// A plan needs more memory than the session may use or the device has. Thrown before anything
/// runs; nothing of the plan stays allocated.
public final class MemoryBudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 8;

  private final transient MemoryPlan plan;
  private final long budget;
  private final long needed;

  /// @param advice what would fit, for people; empty if nothing is known
  MemoryBudgetException(MemoryPlan plan, long needed, long budget, String advice) {
    this(plan, needed, budget, "the budget is " + ByteSizes.exact(budget), advice, null);
  }

  private MemoryBudgetException(
      MemoryPlan plan,
      long needed,
      long budget,
      String limit,
      String advice,
      @Nullable Throwable cause) {
    super(message(plan, needed, limit, advice), cause);
    this.plan = plan;
    this.needed = needed;
    this.budget = budget;
  }

  /// The device has no room, whatever the session's budget is.
  ///
  /// @param available what the device could give the session in all
  static MemoryBudgetException onDevice(
      MemoryPlan plan, long needed, long available, DeviceMemoryException cause) {
    return new MemoryBudgetException(
        plan,
        needed,
        available,
        "the device has %s for this session".formatted(ByteSizes.exact(available)),
        String.valueOf(cause.getMessage()),
        cause);
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

  private static String message(MemoryPlan plan, long needed, String limit, String advice) {
    StringBuilder text = new StringBuilder();
    text.append("The memory plan needs %s, %s".formatted(ByteSizes.exact(needed), limit));
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
