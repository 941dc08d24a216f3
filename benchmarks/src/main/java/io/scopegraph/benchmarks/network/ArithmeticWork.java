package io.scopegraph.benchmarks.network;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.MatMul;
import io.scopegraph.tensor.Shape;

/// Counts what convolutions and matrix products of a graph do, by their definition: a Winograd
/// convolution does less than is counted here.
public final class ArithmeticWork {
  private ArithmeticWork() {}

  /// The multiplications and additions of one run, in thousand millions.
  ///
  /// @throws IllegalStateException if a shape is not known
  public static double gigaflops(Graph graph) {
    double operations = 0;
    for (Node node : graph.nodes()) {
      operations += operations(graph, node);
    }
    return operations / 1e9;
  }

  private static double operations(Graph graph, Node node) {
    if (node.op() instanceof Conv2D) {
      Shape filter = graph.spec(node.inputs().get(1)).shape();
      return 2.0 * node.outputs().getFirst().shape().elementCount() * filter.elementCount(0, 3);
    }
    if (node.op() instanceof MatMul product) {
      Shape a = graph.spec(node.inputs().getFirst()).shape();
      long depth = a.dim(product.transposeA() ? -2 : -1);
      return 2.0 * node.outputs().getFirst().shape().elementCount() * depth;
    }
    return 0;
  }
}
