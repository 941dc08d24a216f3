package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Node;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.runtime.plan.PlannedGraph;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.Device.Selection.Supported;
import io.scopegraph.runtime.spi.Device.Selection.Unsupported;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.KernelRequest;
import java.util.ArrayList;
import java.util.List;

/// Asks a device for a kernel for each node that has to run.
final class KernelSelection {
  private KernelSelection() {}

  /// The kernels by the id of their node.
  ///
  /// @throws UnsupportedOpException with all nodes that the device cannot run
  static ImmutableMap<Integer, Kernel> select(
      Device device, PlannedGraph planned, KernelOptions options) {
    ImmutableMap.Builder<Integer, Kernel> kernels = ImmutableMap.builder();
    List<UnsupportedOp> refused = new ArrayList<>();
    for (Node node : planned.steps()) {
      switch (device.select(KernelRequest.of(planned.graph(), node, options))) {
        case Supported(Kernel kernel) -> kernels.put(node.id(), kernel);
        case Unsupported(String reason) ->
            refused.add(new UnsupportedOp(node.op().type(), "", 0, node.name(), reason));
      }
    }
    if (!refused.isEmpty()) {
      throw new UnsupportedOpException("Device " + device.name(), refused);
    }
    return kernels.buildOrThrow();
  }
}
