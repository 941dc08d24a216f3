package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;

/// Matrix products.
final class MatrixImporter {
  private MatrixImporter() {}

  static Value matMul(NodeContext node) {
    return product(node, "transpose_a", "transpose_b");
  }

  static Value batched(NodeContext node) {
    return product(node, "adj_x", "adj_y");
  }

  private static Value product(NodeContext node, String left, String right) {
    MatMul op =
        new MatMul(
            node.attributes().flag(left, false),
            node.attributes().flag(right, false),
            Epilogue.NONE);
    return node.add(op, node.input(0), node.input(1));
  }
}
