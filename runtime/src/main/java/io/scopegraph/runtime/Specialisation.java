package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A session's graph for one set of input shapes: its plan and, once it has run, what is bound to
/// memory. Guarded by the session.
final class Specialisation implements AutoCloseable {
  private record Transfer(String name, TensorSpec spec, long offset) {}

  private final ImmutableMap<String, TensorSpec> inputs;
  private final MemoryPlan plan;
  private final ImmutableList<Transfer> writes;
  private final ImmutableList<Transfer> reads;
  private @Nullable WeightLease weights;
  private @Nullable Executable executable;

  /// @param inputs what is fed, for all placeholders
  Specialisation(ImmutableMap<String, TensorSpec> inputs, MemoryPlan plan) {
    this.inputs = inputs;
    this.plan = plan;
    this.writes =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind() == BufferKind.INPUT && buffer.bytes() > 0)
            .map(buffer -> transfer(plan, buffer))
            .collect(toImmutableList());
    this.reads =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind() == BufferKind.OUTPUT)
            .map(buffer -> transfer(plan, buffer))
            .collect(toImmutableList());
  }

  private static Transfer transfer(MemoryPlan plan, PlannedBuffer buffer) {
    TensorSpec spec =
        buffer.kind() == BufferKind.OUTPUT
            ? plan.graph().spec(Objects.requireNonNull(plan.graph().outputs().get(buffer.name())))
            : plan.graph().spec(buffer.value());
    return new Transfer(buffer.name(), spec, buffer.offset());
  }

  MemoryPlan plan() {
    return plan;
  }

  /// Whether exactly these dtypes and shapes are fed. Allocates nothing.
  boolean accepts(Map<String, Tensor> feeds) {
    if (feeds.size() != inputs.size()) {
      return false;
    }
    for (Map.Entry<String, TensorSpec> input : inputs.entrySet()) {
      Tensor tensor = feeds.get(input.getKey());
      if (tensor == null || !tensor.spec().equals(input.getValue())) {
        return false;
      }
    }
    return true;
  }

  boolean isBound() {
    return executable != null;
  }

  /// Binds the plan to memory.
  void bind(Device device, VariableStore store, String session, SessionMemory memory) {
    if (weights == null) {
      weights = store.acquire(session, plan);
    }
    executable = device.prepare(new ProgramBinder(plan, weights, memory).program());
  }

  /// Gives back what is bound to the session's blocks, so that they can be replaced.
  void unbind() {
    if (executable != null) {
      executable.close();
      executable = null;
    }
  }

  void write(Map<String, Tensor> feeds, SessionMemory memory) {
    DeviceMemory block = memory.block(Region.INPUTS);
    for (Transfer input : writes) {
      Tensor tensor = Inputs.find(feeds, input.name());
      block.write(input.offset(), Objects.requireNonNull(tensor).segment());
    }
  }

  Executable executable() {
    return Objects.requireNonNull(executable);
  }

  /// Checks that the caller's tensors can take the results.
  ///
  /// @throws IllegalArgumentException if there is no such output or its spec differs
  void checkTargets(Map<String, Tensor> targets) {
    targets.forEach((name, target) -> {
      TensorSpec expected = null;
      for (Transfer output : reads) {
        expected = output.name().equals(name) ? output.spec() : expected;
      }
      if (expected == null) {
        throw new IllegalArgumentException(
            "There is no output \"%s\"; nearest: %s"
                .formatted(name, NearestNames.suggest(name, plan.graph().outputs().keySet())));
      }
      if (!target.spec().equals(expected) || target.segment().isReadOnly()) {
        throw new IllegalArgumentException(
            "Output \"%s\": expected a writable tensor %s, found %s"
                .formatted(name, expected, target.spec()));
      }
    });
  }

  /// Copies results into the caller's tensors.
  void read(Map<String, Tensor> targets, SessionMemory memory) {
    DeviceMemory block = memory.block(Region.OUTPUTS);
    for (Transfer output : reads) {
      Tensor target = targets.get(output.name());
      if (target != null && target.byteSize() > 0) {
        block.read(output.offset(), target.segment());
      }
    }
  }

  /// Fresh tensors for all results, in the order of the graph's outputs.
  ImmutableMap<String, Tensor> allocateResults() {
    ImmutableMap.Builder<String, Tensor> results = ImmutableMap.builder();
    plan.graph()
        .outputs()
        .forEach((name, value) -> results.put(name, Tensor.allocate(plan.graph().spec(value))));
    return results.buildOrThrow();
  }

  /// The times of the steps, with their ops.
  ImmutableList<OpTiming> timings(long[] nanos) {
    ImmutableList.Builder<OpTiming> timings = ImmutableList.builder();
    for (int step = 0; step < nanos.length; step++) {
      PlannedStep planned = plan.steps().get(step);
      timings.add(
          new OpTiming(
              planned.node().name(),
              planned.node().op().type(),
              planned.kernel().algorithm(),
              nanos[step]));
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
