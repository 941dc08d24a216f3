package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes lanes of a session ready to run, within its budget.
final class LaneBinder {
  private final String session;
  private final Precision precision;
  private final VariableStore store;
  private final long budget;
  private final LanePool lanes;
  private final AtomicLong runs = new AtomicLong();

  LaneBinder(
      String session, Precision precision, VariableStore store, long budget, LanePool lanes) {
    this.session = session;
    this.precision = precision;
    this.store = store;
    this.budget = budget;
    this.lanes = lanes;
  }

  /// Binds a plan to a lane that the caller has, copies what is fed and begins a run. Allocates
  /// nothing if the plan has been bound before.
  ///
  /// @param targets the caller's tensors that will take results, checked before the run begins
  /// @throws IllegalArgumentException if a target does not fit
  /// @throws MemoryBudgetException if the session would hold more than its budget
  Specialisation begin(
      Lane lane,
      PlannedShapes planned,
      Map<String, Tensor> feeds,
      @Nullable Map<String, Tensor> targets) {
    Specialisation specialisation = bound(lane, planned);
    if (targets != null) {
      specialisation.outputs().checkTargets(targets);
    }
    // Feeds may be results of the run before, so they are copied before these are declared gone.
    specialisation.inputs().write(feeds);
    lane.stamp().begin(runs.incrementAndGet());
    return specialisation;
  }

  /// Binds a plan to a lane that the caller has, lets its inputs be written and begins a run.
  /// Allocates nothing if the plan has been bound before.
  ///
  /// @throws MemoryBudgetException if the session would hold more than its budget
  Specialisation begin(Lane lane, PlannedShapes planned, Consumer<? super PlannedInputs> writer) {
    Specialisation specialisation = bound(lane, planned);
    specialisation.inputs().write(writer);
    lane.stamp().begin(runs.incrementAndGet());
    return specialisation;
  }

  private Specialisation bound(Lane lane, PlannedShapes planned) {
    Specialisation specialisation = lane.specialisation(planned);
    if (!specialisation.isBound(lane.memory())) {
      bind(lane, specialisation);
    }
    return specialisation;
  }

  private synchronized void bind(Lane lane, Specialisation specialisation) {
    MemoryPlan plan = specialisation.plan();
    if (bytesWith(lane, plan) > budget) {
      lane.empty();
      lanes.withFree(Lane::empty);
    }
    long needed = bytesWith(lane, plan);
    if (needed > budget) {
      throw new MemoryBudgetException(plan, needed, budget, "");
    }
    try {
      if (!lane.memory().fits(plan)) {
        lane.unbind();
        try {
          lane.memory().grow(plan);
        } finally {
          store.record(report());
        }
      }
      specialisation.bind(store, session, lane.memory(), lane.stamp());
    } catch (DeviceMemoryException e) {
      lane.empty();
      throw MemoryBudgetException.onDevice(plan, needed, available(lane), e);
    }
    lanes.withFree(Lane::prune);
  }

  /// What the device could give the session, beside what other lanes hold.
  private long available(Lane lane) {
    long free = store.device().freeBytes();
    return free == Long.MAX_VALUE ? free : free + lane.memory().bytes();
  }

  /// What the session would hold, its share of the store included.
  private long bytesWith(Lane lane, MemoryPlan plan) {
    long bytes = lane.memory().bytesWith(plan) + store.weightBytes(session, plan);
    for (Lane other : lanes.lanes()) {
      bytes += other == lane ? 0 : other.memory().bytes();
    }
    return bytes;
  }

  private MemoryReport.SessionBytes report() {
    return new MemoryReport.SessionBytes(
        session,
        precision.toString(),
        bytes(Region.ARENA),
        bytes(Region.INPUTS),
        bytes(Region.OUTPUTS));
  }

  private long bytes(Region region) {
    return lanes.lanes().stream().mapToLong(lane -> lane.memory().bytes(region)).sum();
  }
}
