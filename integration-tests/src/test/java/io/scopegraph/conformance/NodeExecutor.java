package io.scopegraph.conformance;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Runs the nodes of a graph on a device just as they stand: no pass changes them, and every buffer
/// has a block of its own, which holds garbage before it is written.
final class NodeExecutor {
  private static final byte GARBAGE = (byte) 0xD7;

  private final Device device;
  private final Graph graph;
  private final Map<Value, Location> places = new HashMap<>();
  private final Map<Value, Tensor> weights = new HashMap<>();
  private final ImmutableList.Builder<Program.Step> steps = ImmutableList.builder();

  private NodeExecutor(Device device, Graph graph) {
    this.device = device;
    this.graph = graph;
  }

  /// The outputs by name.
  ///
  /// @throws AssertionError with the reason if the device has no kernel for a node
  static ImmutableMap<String, Tensor> run(Device device, Graph graph, Map<String, Tensor> feeds) {
    NodeExecutor executor = new NodeExecutor(device, graph);
    for (Node node : graph.nodes()) {
      executor.place(node, feeds);
    }
    try (Executable executable = device.prepare(new Program(graph, executor.steps.build()))) {
      executable.run();
      executable.run();
    }
    ImmutableMap.Builder<String, Tensor> results = ImmutableMap.builder();
    graph.outputs().forEach((name, value) -> results.put(name, executor.read(value)));
    return results.buildOrThrow();
  }

  private void place(Node node, Map<String, Tensor> feeds) {
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      places.put(new Value(node.id(), slot), allocate(node.outputs().get(slot).byteSize()));
    }
    Value first = Value.of(node.id());
    switch (node.op()) {
      case Constant(Tensor value) -> weight(first, value);
      case VariableOp(_, TensorSpec spec, var initial) -> weight(first, initial.create(spec));
      case Placeholder _ -> write(first, requireNonNull(feeds.get(node.name())));
      default -> step(node);
    }
  }

  private void step(Node node) {
    Kernel kernel =
        switch (device.select(new KernelRequest(graph, node))) {
          case Device.Selection.Supported(Kernel supported) -> supported;
          case Device.Selection.Unsupported(String reason) -> throw new AssertionError(reason);
        };
    ImmutableList.Builder<Location> inputs = ImmutableList.builder();
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean read = kernel.runtimeInputs().contains(i);
      inputs.add(read ? location(node.inputs().get(i)) : Location.NONE);
    }
    ImmutableList.Builder<Location> outputs = ImmutableList.builder();
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      outputs.add(location(new Value(node.id(), slot)));
    }
    ImmutableList.Builder<Location> packed = ImmutableList.builder();
    for (Kernel.PackedWeight form : kernel.packedWeights()) {
      packed.add(pack(node, form));
    }
    Location workspace =
        kernel.workspaceBytes() == 0 ? Location.NONE : allocate(kernel.workspaceBytes());
    steps.add(
        new Program.Step(node, kernel, inputs.build(), outputs.build(), packed.build(), workspace));
  }

  private Location pack(Node node, Kernel.PackedWeight form) {
    Tensor plain = requireNonNull(weights.get(node.inputs().get(form.input())));
    MemorySegment segment = Arena.ofAuto().allocate(form.bytes(), 64);
    form.pack(plain.segment(), segment);
    DeviceMemory memory = device.allocate(form.form(), form.bytes());
    memory.write(0, segment);
    return new Location(memory, 0, form.bytes(), 0);
  }

  private Location allocate(long bytes) {
    DeviceMemory memory = device.allocate("test", bytes);
    MemorySegment garbage = Arena.ofAuto().allocate(bytes);
    garbage.fill(GARBAGE);
    memory.write(0, garbage);
    return new Location(memory, 0, bytes, 0);
  }

  private Location location(Value value) {
    return requireNonNull(places.get(value));
  }

  private void weight(Value value, Tensor tensor) {
    weights.put(value, tensor);
    write(value, tensor);
  }

  private void write(Value value, Tensor tensor) {
    location(value).block().write(0, tensor.segment());
  }

  private Tensor read(Value value) {
    Tensor tensor = Tensor.allocate(graph.spec(value));
    location(value).block().read(0, tensor.segment());
    return tensor;
  }
}
