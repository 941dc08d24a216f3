package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cpu.memory.CpuMemory;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Program;
import java.util.List;

/// The memory of one kernel.
///
/// @param inputs one range for each input of the node; of no length for inputs that the kernel does
///   not read
/// @param outputs one for each output
/// @param packed one for each packed weight
/// @param workspace of no length if the kernel needs none
public record KernelMemory(
    ImmutableList<FloatRange> inputs,
    ImmutableList<FloatRange> outputs,
    ImmutableList<FloatRange> packed,
    FloatRange workspace) {
  private static final FloatRange EMPTY = FloatRange.ofFloats(0);

  /// The memory of a step of a program.
  ///
  /// @throws DeviceException if it belongs to another backend
  public static KernelMemory of(Program.Step step) {
    return new KernelMemory(
        ranges(step.inputs()),
        ranges(step.outputs()),
        ranges(step.packed()),
        range(step.workspace()));
  }

  public FloatRange input(int index) {
    return inputs.get(index);
  }

  public FloatRange output(int slot) {
    return outputs.get(slot);
  }

  private static ImmutableList<FloatRange> ranges(List<Location> locations) {
    return locations.stream().map(KernelMemory::range).collect(ImmutableList.toImmutableList());
  }

  private static FloatRange range(Location location) {
    return switch (location.memory()) {
      case null -> EMPTY;
      case CpuMemory memory ->
          memory
              .range(location.offset(), location.bytes())
              .withPitch(Math.toIntExact(location.pitch() / 4));
      default -> throw new DeviceException("cpu: a buffer was planned in another device's memory");
    };
  }
}
