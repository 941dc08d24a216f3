package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;

/// Matrix products.
final class MatrixImporter {
  private MatrixImporter() {}

  static Value gemm(NodeContext node) {
    Gemm op =
        new Gemm(
            node.attributes().number("alpha", 1),
            node.attributes().number("beta", 1),
            node.attributes().flag("transA", false),
            node.attributes().flag("transB", false));
    Value a = node.input(0);
    Value b = node.input(1);
    return node.has(2) ? node.add(op, a, b, node.input(2)) : node.add(op, a, b);
  }

  /// A vector on the left is a row, on the right a column; the axis made up for it is dropped
  /// again.
  static Value matMul(NodeContext node) {
    Value a = node.input(0);
    Value b = node.input(1);
    boolean row = isVector(node.shape(a));
    boolean column = isVector(node.shape(b));
    if (!row && !column) {
      return node.add(MatMul.PLAIN, a, b);
    }
    Value left = row ? node.addPart("row", new Unsqueeze(ImmutableList.of(0)), a) : a;
    Value right = column ? node.addPart("column", new Unsqueeze(ImmutableList.of(1)), b) : b;
    Value product = node.addPart("product", MatMul.PLAIN, left, right);
    ImmutableList.Builder<Integer> dropped = ImmutableList.builder();
    if (row) {
      dropped.add(-2);
    }
    if (column) {
      dropped.add(-1);
    }
    return node.add(new Squeeze(dropped.build()), product);
  }

  private static boolean isVector(Shape shape) {
    return shape.isRankKnown() && shape.rank() == 1;
  }
}
