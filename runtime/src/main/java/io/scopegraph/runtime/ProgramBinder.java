package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Program;
import java.util.List;

/// Turns planned places into places in memory.
final class ProgramBinder {
  private final MemoryPlan plan;
  private final WeightLease weights;
  private final LaneMemory memory;

  /// @throws IllegalStateException if what was allocated is not what was planned
  ProgramBinder(MemoryPlan plan, WeightLease weights, LaneMemory memory) {
    this.plan = plan;
    this.weights = weights;
    this.memory = memory;
    for (PlannedWeight weight : plan.weights()) {
      PlannedBuffer buffer = plan.buffers().get(weight.buffer());
      checkBytes(buffer.name(), weights.memory(buffer.id()).bytes(), buffer.reserved());
    }
    for (Region region : List.of(Region.INPUTS, Region.OUTPUTS, Region.ARENA)) {
      long bytes = memory.block(region).bytes();
      checkBytes(region.toString(), bytes, Math.max(bytes, plan.bytes(region)));
    }
  }

  private static void checkBytes(String name, long allocated, long planned) {
    if (allocated != planned) {
      throw new IllegalStateException(
          "%s: %d B are planned, %d B are allocated".formatted(name, planned, allocated));
    }
  }

  Program program() {
    return new Program(
        plan.graph(),
        copies(Region.INPUTS, Transfer.inputs(plan)),
        plan.steps().stream().map(this::bind).collect(toImmutableList()),
        copies(Region.OUTPUTS, Transfer.outputs(plan)));
  }

  private ImmutableList<Program.Copy> copies(Region region, ImmutableList<Transfer> transfers) {
    DeviceMemory staging = memory.staging(region);
    if (staging == null) {
      return ImmutableList.of();
    }
    return transfers.stream()
        .filter(transfer -> transfer.spec().byteSize() > 0)
        .map(transfer ->
            new Program.Copy(
                AccountedDevice.plain(staging),
                AccountedDevice.plain(memory.block(region)),
                transfer.offset(),
                transfer.spec().byteSize()))
        .collect(toImmutableList());
  }

  private Program.Step bind(PlannedStep step) {
    return new Program.Step(
        step.node(),
        step.kernel(),
        locate(step.inputs()),
        locate(step.outputs()),
        locate(step.packed()),
        locate(step.workspace()));
  }

  private ImmutableList<Location> locate(ImmutableList<PlannedStep.Range> ranges) {
    return ranges.stream().map(this::locate).collect(toImmutableList());
  }

  private Location locate(PlannedStep.Range range) {
    if (range.equals(PlannedStep.Range.NONE)) {
      return Location.NONE;
    }
    PlannedBuffer buffer = plan.buffers().get(range.buffer());
    Region region = buffer.kind().region();
    DeviceMemory block =
        region == Region.WEIGHTS ? weights.memory(buffer.id()) : memory.block(region);
    return new Location(
        AccountedDevice.plain(block),
        buffer.offset() + range.offset(),
        range.bytes(),
        range.pitch());
  }
}
