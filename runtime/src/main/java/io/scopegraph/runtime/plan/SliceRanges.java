package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Slice;
import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The indices that a slice of a graph selects.
final class SliceRanges {
  private SliceRanges() {}

  /// The ranges, or null if they are not known before running.
  static Slice.@Nullable Ranges of(Graph graph, Node node) {
    long[][] operands = new long[4][];
    for (int i = 1; i < node.inputs().size(); i++) {
      Tensor operand = graph.constant(node.inputs().get(i));
      if (operand == null) {
        return null;
      }
      operands[i - 1] = operand.toLongArray();
    }
    return Slice.ranges(
        graph.spec(node.inputs().getFirst()).shape(),
        operands[0],
        operands[1],
        operands[2],
        operands[3]);
  }
}
