package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.runtime.spi.Executable;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A plan on one lane of a session and, once it has run there, what is bound to the lane's memory.
/// Guarded by the lane.
final class Specialisation implements AutoCloseable {
  private final PlannedShapes planned;
  private @Nullable WeightLease weights;
  private @Nullable Executable executable;
  private long arenaVersion;
  private @Nullable BoundInputs inputs;
  private @Nullable BoundOutputs outputs;

  Specialisation(PlannedShapes planned) {
    this.planned = planned;
  }

  PlannedShapes planned() {
    return planned;
  }

  MemoryPlan plan() {
    return planned.plan();
  }

  /// Whether it can run. An arena that sessions share may have been replaced meanwhile.
  boolean isBound(LaneMemory memory) {
    return executable != null && arenaVersion == memory.arenaVersion();
  }

  /// Binds the plan to memory that it fits.
  void bind(VariableStore store, String session, LaneMemory memory, RunStamp stamp) {
    unbind();
    if (weights == null) {
      weights = store.acquire(session, plan());
    }
    Executable prepared =
        store
            .device()
            .prepare(new ProgramBinder(plan(), weights, memory).program(), memory.queue());
    inputs = new BoundInputs(session, Transfer.inputs(plan()), memory);
    outputs = new BoundOutputs(Transfer.outputs(plan()), stamp, memory);
    arenaVersion = memory.arenaVersion();
    executable = prepared;
  }

  /// Gives back what is bound to the lane's blocks, so that they can be replaced.
  void unbind() {
    if (executable != null) {
      executable.close();
      executable = null;
    }
    inputs = null;
    outputs = null;
  }

  Executable executable() {
    return Objects.requireNonNull(executable);
  }

  BoundInputs inputs() {
    return Objects.requireNonNull(inputs);
  }

  BoundOutputs outputs() {
    return Objects.requireNonNull(outputs);
  }

  /// Tells how the plan runs, if it is bound.
  void describe(Consumer<? super RunMode> target) {
    if (executable != null) {
      target.accept(new RunMode(planned.shapes(), executable.mode()));
    }
  }

  /// The times of the steps, with their ops.
  ImmutableList<OpTiming> timings(long[] nanos) {
    ImmutableList.Builder<OpTiming> timings = ImmutableList.builder();
    for (int step = 0; step < nanos.length; step++) {
      PlannedStep each = plan().steps().get(step);
      timings.add(
          new OpTiming(
              each.node().name(), each.node().op().type(), each.kernel().algorithm(), nanos[step]));
    }
    return timings.build();
  }

  @Override
  public void close() {
    unbind();
    if (weights != null) {
      weights.close();
      weights = null;
    }
  }
}
