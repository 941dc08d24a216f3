package io.scopegraph.tensorflow;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Matrix products as nodes of TensorFlow's.
final class MatrixExport {
  private MatrixExport() {}

  static void matMul(NodeExport node, MatMul op) {
    ExportScope core = Epilogues.core(node, op.epilogue(), "MatMul");
    boolean batched = !isMatrix(node.shape(0)) || !isMatrix(node.shape(1));
    if (batched && node.dtype(0) == DType.INT8) {
      throw node.unsupported("TensorFlow has no batched products of int8");
    }
    String product =
        core.result(batched ? "BatchMatMulV2" : "MatMul")
            .inputs(node.input(0), node.input(1))
            .type("T", node.dtype(0))
            .flag(batched ? "adj_x" : "transpose_a", op.transposeA())
            .flag(batched ? "adj_y" : "transpose_b", op.transposeB())
            .add();
    Epilogues.finish(node, op.epilogue(), product, 2, DataFormat.NHWC);
  }

  private static boolean isMatrix(Shape shape) {
    return shape.isRankKnown() && shape.rank() == 2;
  }

  /// alpha * a * b + beta * c.
  static void gemm(NodeExport node, Gemm op) {
    ExportScope scope = node.scope();
    boolean scaled = op.alpha() != 1;
    boolean added = node.inputCount() == 3;
    Shape shape = node.output().shape();
    DType dtype = node.output().dtype();
    String product =
        (scaled || added ? scope.part("MatMul", "MatMul", shape) : scope.result("MatMul"))
            .inputs(node.input(0), node.input(1))
            .type("T", dtype)
            .flag("transpose_a", op.transposeA())
            .flag("transpose_b", op.transposeB())
            .add();
    if (scaled) {
      String alpha = scope.number("alpha", dtype, op.alpha());
      product =
          (added ? scope.part("scaled", "Mul", shape) : scope.result("Mul"))
              .inputs(product, alpha)
              .type("T", dtype)
              .add();
    }
    if (!added) {
      return;
    }
    String c = node.input(2);
    if (op.beta() != 1) {
      String beta = scope.number("beta", dtype, op.beta());
      c = scope.part("addend", "Mul", node.shape(2)).inputs(c, beta).type("T", dtype).add();
    }
    scope.result("Add").inputs(product, c).type("T", dtype).add();
  }
}
