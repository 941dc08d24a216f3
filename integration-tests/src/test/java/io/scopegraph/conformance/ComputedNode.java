package io.scopegraph.conformance;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The one node of a case that computes something, with the kernel of a device, just as it stands:
/// no pass changes it.
///
/// @param sources the contents of all inputs
record ComputedNode(
    Device device, Graph graph, Node node, Kernel kernel, ImmutableMap<Value, Tensor> sources) {
  /// The node of a graph, if anything is computed there by one kernel.
  ///
  /// @throws AssertionError with the reason if the device has no kernel for the node
  static Optional<ComputedNode> of(Device device, Graph graph, Map<String, Tensor> feeds) {
    Map<Value, Tensor> sources = new HashMap<>();
    Optional<ComputedNode> found = Optional.empty();
    for (Node node : graph.nodes()) {
      Value value = Value.of(node.id());
      switch (node.op()) {
        case Constant(Tensor constant) -> sources.put(value, constant);
        case VariableOp(_, TensorSpec spec, var initial) ->
            sources.put(value, initial.create(spec));
        case Placeholder _ -> sources.put(value, requireNonNull(feeds.get(node.name())));
        default -> {
          if (mayBeRefused(device, graph, node)) {
            return Optional.empty();
          }
          found =
              Optional.of(
                  new ComputedNode(
                      device,
                      graph,
                      node,
                      select(device, graph, node),
                      ImmutableMap.copyOf(sources)));
        }
      }
    }
    return found;
  }

  /// Whether a device leaves a node to be taken apart by the session, as it may with chains.
  private static boolean mayBeRefused(Device device, Graph graph, Node node) {
    return node.op() instanceof ConvChain
        && device.select(KernelRequest.of(graph, node, KernelOptions.DEFAULT))
            instanceof Device.Selection.Unsupported;
  }

  private static Kernel select(Device device, Graph graph, Node node) {
    return switch (device.select(KernelRequest.of(graph, node, KernelOptions.DEFAULT))) {
      case Device.Selection.Supported(Kernel supported) -> supported;
      case Device.Selection.Unsupported(String reason) -> throw new AssertionError(reason);
    };
  }

  /// Binds the kernel to memory.
  PlacedNode place(Arrangement arrangement) {
    return new PlacedNode(this, arrangement);
  }

  Tensor source(int input) {
    return requireNonNull(sources.get(node.inputs().get(input)));
  }

  /// Whether the kernel reads an input's plain contents while it runs.
  boolean reads(int input) {
    return kernel.runtimeInputs().contains(input);
  }
}
