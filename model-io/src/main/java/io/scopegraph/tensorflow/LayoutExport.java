package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Transposition, also as an aid for ops that TensorFlow has for one order of axes alone.
final class LayoutExport {
  private LayoutExport() {}

  static void transpose(NodeExport node, Transpose op) {
    ImmutableList<Integer> order =
        op.permutation().isEmpty() ? op.permutation(node.rank(0)) : op.permutation();
    ExportScope scope = node.scope();
    String permutation = scope.vector("perm", longs(order));
    draft(scope.result("Transpose"), node.input(0), node.dtype(0), permutation).add();
  }

  /// A transposed copy as an auxiliary node.
  static String part(
      ExportScope scope, String part, String x, DType dtype, Shape shape, Transpose op) {
    String permutation = scope.vector(part + "/perm", longs(op.permutation()));
    return draft(scope.part(part, "Transpose", permuted(shape, op)), x, dtype, permutation).add();
  }

  /// The result as a transposed copy of a value.
  static void result(ExportScope scope, String x, DType dtype, Transpose op) {
    String permutation = scope.vector("perm", longs(op.permutation()));
    draft(scope.result("Transpose"), x, dtype, permutation).add();
  }

  static Shape permuted(Shape shape, Transpose op) {
    if (!shape.isRankKnown()) {
      return Shape.unknownDims(op.permutation().size());
    }
    return Shape.of(op.permutation().stream().mapToLong(axis -> shape.dim(axis)).toArray());
  }

  private static NodeDraft draft(NodeDraft draft, String x, DType dtype, String permutation) {
    return draft.inputs(x, permutation).type("T", dtype).type("Tperm", DType.INT32);
  }

  static long[] longs(ImmutableList<Integer> axes) {
    return axes.stream().mapToLong(Integer::longValue).toArray();
  }
}
