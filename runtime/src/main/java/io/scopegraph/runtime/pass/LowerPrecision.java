package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.IdentityHashMap;

/// Stores all float32 values between the inputs and the outputs of a graph in a narrower type.
/// Inputs, outputs and variables keep their specs: a cast follows an input or a variable, and
/// stands before an output. Constants are converted here. To be applied when nodes are fused, so
/// that a result is rounded once for all that its node does.
///
/// Safe for use by any thread. What constants were converted to is kept, so that graphs that share
/// constants share the converted ones.
public final class LowerPrecision implements GraphPass {
  private final DType stored;

  /// Guarded by itself. By identity, for comparing contents would take longer than converting them.
  private final IdentityHashMap<Tensor, Tensor> converted = new IdentityHashMap<>();

  public LowerPrecision(Precision precision) {
    this.stored = precision.stored();
  }

  @Override
  public Graph apply(Graph graph) {
    return stored == DType.FLOAT32
        ? graph
        : new NarrowedGraph(graph, stored, this::convert).build();
  }

  private Tensor convert(Tensor constant) {
    synchronized (converted) {
      return converted.computeIfAbsent(
          constant, wide -> HostEvaluator.cast(wide, stored).asReadOnly());
    }
  }
}
