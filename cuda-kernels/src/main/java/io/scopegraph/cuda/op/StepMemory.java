package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Program;
import java.util.List;

/// The memory of one kernel.
///
/// @param inputs one for each input of the node, [Span#NONE] for those that the kernel does not
///   read
/// @param outputs one for each output
/// @param packed one for each packed weight
/// @param workspace [Span#NONE] if the kernel needs none
public record StepMemory(
    ImmutableList<Span> inputs,
    ImmutableList<Span> outputs,
    ImmutableList<Span> packed,
    Span workspace) {
  /// The memory of a step of a program.
  ///
  /// @throws DeviceException if it belongs to another backend
  public static StepMemory of(Program.Step step) {
    return new StepMemory(
        spans(step.inputs()), spans(step.outputs()), spans(step.packed()), span(step.workspace()));
  }

  Span input(int index) {
    return inputs.get(index);
  }

  /// The place of the first output.
  Span output() {
    return outputs.getFirst();
  }

  private static ImmutableList<Span> spans(List<Location> locations) {
    return locations.stream().map(StepMemory::span).collect(ImmutableList.toImmutableList());
  }

  private static Span span(Location location) {
    return switch (location.memory()) {
      case null -> Span.NONE;
      case DeviceBlock block ->
          new Span(block.address() + location.offset(), location.bytes(), location.pitch());
      default -> throw new DeviceException("cuda: a buffer was planned in another device's memory");
    };
  }
}
