package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.Concat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.runtime.spi.RunQueue;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node with its memory, which holds garbage wherever nothing was written.
final class PlacedNode implements AutoCloseable {
  private final ComputedNode computed;
  private final Arrangement arrangement;
  private final List<Place> outputs = new ArrayList<>();
  private final List<@Nullable Place> inputs = new ArrayList<>();
  private final RunQueue queue;
  private final Executable executable;

  PlacedNode(ComputedNode computed, Arrangement arrangement) {
    this.computed = computed;
    this.arrangement = arrangement;
    Device device = computed.device();
    for (TensorSpec output : computed.node().outputs()) {
      outputs.add(arrangement.output() ? Place.apart(device, output) : Place.dense(device, output));
    }
    for (int input = 0; input < computed.node().inputs().size(); input++) {
      inputs.add(computed.reads(input) ? input(input) : null);
    }
    Program program =
        new Program(
            computed.graph(), ImmutableList.of(), ImmutableList.of(step()), ImmutableList.of());
    this.queue = device.openQueue();
    this.executable = device.prepare(program, queue);
  }

  private Place input(int input) {
    Device device = computed.device();
    Kernel kernel = computed.kernel();
    TensorSpec spec = computed.source(input).spec();
    if (input == arrangement.overwritten()) {
      Place output = outputs.getFirst();
      return new Place(spec, output.memory(), output.first(), output.pitch());
    }
    boolean pitched = kernel.pitchedInputs().contains(input);
    if (arrangement.parts() > 0 && input % arrangement.parts() == 0) {
      Place part = part(input, spec);
      boolean possible =
          part != null
              && (pitched || part.pitch() == 0)
              && part.first() % device.viewAlignment() == 0;
      if (part != null && possible) {
        return part;
      }
    }
    return pitched && arrangement.inputs() ? Place.apart(device, spec) : Place.dense(device, spec);
  }

  /// The place of an input in the output of a concat.
  private @Nullable Place part(int input, TensorSpec spec) {
    if (!(computed.node().op() instanceof Concat concat)) {
      throw new AssertionError(computed.node().op() + " joins no parts that this test knows");
    }
    int axis = Math.floorMod(concat.axis(), spec.shape().rank());
    long start = 0;
    for (int before = 0; before < input; before++) {
      start += computed.source(before).shape().dim(axis);
    }
    return outputs.getFirst().part(spec, axis, start);
  }

  private Program.Step step() {
    Kernel kernel = computed.kernel();
    ImmutableList.Builder<Location> packed = ImmutableList.builder();
    for (Kernel.PackedWeight form : kernel.packedWeights()) {
      packed.add(pack(form));
    }
    return new Program.Step(
        computed.node(),
        kernel,
        inputs.stream()
            .map(place -> place == null ? Location.NONE : place.location())
            .collect(ImmutableList.toImmutableList()),
        outputs.stream().map(Place::location).collect(ImmutableList.toImmutableList()),
        packed.build(),
        kernel.workspaceBytes() == 0 ? Location.NONE : workspace(kernel.workspaceBytes()));
  }

  private Location workspace(long bytes) {
    DeviceMemory memory = Place.garbage(computed.device(), bytes);
    return new Location(memory, 0, bytes, 0);
  }

  private Location pack(Kernel.PackedWeight form) {
    DeviceMemory memory = Place.garbage(computed.device(), form.bytes());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(form.bytes(), 64);
      form.pack(computed.source(form.input()).segment(), segment);
      memory.write(0, segment);
    }
    return new Location(memory, 0, form.bytes(), 0);
  }

  /// Writes the inputs.
  void feed() {
    for (int input = 0; input < inputs.size(); input++) {
      Place place = inputs.get(input);
      if (place != null) {
        place.write(computed.source(input));
      }
    }
  }

  void run() {
    executable.run();
  }

  /// The outputs by name of a second run, which finds what the first one left.
  Map<String, Tensor> runTwice() {
    for (int run = 0; run < 2; run++) {
      feed();
      run();
    }
    checkUntouched();
    return results();
  }

  /// The outputs by name.
  private Map<String, Tensor> results() {
    ImmutableMap.Builder<String, Tensor> results = ImmutableMap.builder();
    computed
        .graph()
        .outputs()
        .forEach((name, value) -> results.put(name, outputs.get(value.slot()).read()));
    return results.buildOrThrow();
  }

  /// Fails unless everything between the rows of the operands is as it was, and each input that the
  /// output does not overwrite.
  @SuppressWarnings("ReferenceEquality") // The same block of memory is meant.
  private void checkUntouched() {
    for (Place output : outputs) {
      output.checkSurroundings("output, " + arrangement);
    }
    for (int input = 0; input < inputs.size(); input++) {
      Place place = inputs.get(input);
      if (place != null && place.memory() != outputs.getFirst().memory()) {
        place.checkSurroundings("input " + input + ", " + arrangement);
        if (!place.read().equals(computed.source(input))) {
          throw new AssertionError("input %d was overwritten, %s".formatted(input, arrangement));
        }
      }
    }
  }

  @Override
  public void close() {
    executable.close();
    queue.close();
  }
}
