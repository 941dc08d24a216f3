package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;

/// Statistics over axes.
final class ReduceImporter {
  private ReduceImporter() {}

  static OpImporter plain(Reduce.Function function) {
    return composed(UnaryFunction.IDENTITY, function, UnaryFunction.IDENTITY);
  }

  /// A statistic of a function of the elements, and a function of the result.
  static OpImporter composed(UnaryFunction before, Reduce.Function function, UnaryFunction after) {
    return node -> {
      Value x = node.input(0);
      if (node.dtype(x) == DType.BOOL) {
        throw node.unsupported("element type bool is not supported by this op");
      }
      ImmutableList<Integer> axes = ShapeImporter.axes(node, 1);
      boolean none = axes.isEmpty() && node.attributes().flag("noop_with_empty_axes", false);
      Reduce op = new Reduce(function, axes, node.attributes().flag("keepdims", true));
      Value mapped =
          before == UnaryFunction.IDENTITY ? x : node.addPart("map", Unary.of(before), x);
      if (none) {
        return node.add(Unary.of(after), mapped);
      }
      if (after == UnaryFunction.IDENTITY) {
        return node.add(op, mapped);
      }
      return node.add(Unary.of(after), node.addPart("reduce", op, mapped));
    };
  }
}
