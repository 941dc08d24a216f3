package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Normalisations and the addition of biases as nodes of TensorFlow's.
final class NormalizationExport {
  private NormalizationExport() {}

  static void biasAdd(NodeExport node, BiasAdd op) {
    Shape x = node.shape(0);
    boolean matrix = x.isRankKnown() && x.rank() == 2;
    node.scope()
        .result("BiasAdd")
        .inputs(node.inputs())
        .type("T", node.dtype(0))
        .text("data_format", matrix ? DataFormat.NHWC.name() : op.format().name())
        .add();
  }

  /// TensorFlow's own op takes float32 of rank 4 alone. Narrower types are widened, the rest is
  /// spelled out.
  static void batchNorm(NodeExport node, BatchNorm op) {
    DType dtype = node.dtype(0);
    ExportScope scope = node.scope();
    if (!ElementwiseExport.isNarrow(dtype)) {
      batchNorm(node, op, scope, node.inputs(), dtype);
      return;
    }
    List<String> wide = new ArrayList<>();
    for (int input = 0; input < node.inputCount(); input++) {
      wide.add(ElementwiseExport.widened(scope, "float32", node.input(input), node.spec(input)));
    }
    ExportScope inner = scope.inner("normal", node.output().shape());
    String normal = batchNorm(node, op, inner, wide, DType.FLOAT32);
    ElementwiseExport.narrowed(scope, normal, dtype);
  }

  private static String batchNorm(
      NodeExport node, BatchNorm op, ExportScope scope, List<String> inputs, DType dtype) {
    Shape x = node.shape(0);
    if (dtype != DType.FLOAT32 || !x.isRankKnown() || x.rank() != 4) {
      return spelledOut(node, op, scope, inputs, dtype);
    }
    Shape unknown = Shape.unknownRank();
    List<Shape> outputs = List.of(node.output().shape(), unknown, unknown, unknown, unknown);
    return new ExportScope(scope.assembler(), scope.name(), outputs)
        .result("FusedBatchNorm")
        .inputs(inputs)
        .type("T", DType.FLOAT32)
        .number("epsilon", op.epsilon())
        .text("data_format", op.format().name())
        .flag("is_training", false)
        .add();
  }

  /// x * factor + (offset - mean * factor), where factor = scale / sqrt(variance + epsilon).
  private static String spelledOut(
      NodeExport node, BatchNorm op, ExportScope scope, List<String> inputs, DType dtype) {
    Shape channels = node.shape(1);
    String epsilon = scope.number("epsilon", dtype, op.epsilon());
    String shifted = add(scope, "shifted", "Add", channels, dtype, inputs.get(4), epsilon);
    String root = add(scope, "root", "Rsqrt", channels, dtype, shifted);
    String factor = add(scope, "factor", "Mul", channels, dtype, root, inputs.get(1));
    String product = add(scope, "product", "Mul", channels, dtype, inputs.get(3), factor);
    String offset = add(scope, "offset", "Sub", channels, dtype, inputs.get(2), product);
    if (op.format() == DataFormat.NCHW && node.rank(0) > 2) {
      factor = perChannel(scope, "factors", factor, dtype, node.rank(0));
      offset = perChannel(scope, "offsets", offset, dtype, node.rank(0));
    }
    String scaled = add(scope, "scaled", "Mul", node.shape(0), dtype, inputs.get(0), factor);
    return scope.result("Add").inputs(scaled, offset).type("T", dtype).add();
  }

  private static String add(
      ExportScope scope, String part, String type, Shape shape, DType dtype, String... inputs) {
    return scope.part(part, type, shape).inputs(inputs).type("T", dtype).add();
  }

  /// Gives a vector axes of extent 1 after the channels of a value of the given rank.
  private static String perChannel(
      ExportScope scope, String part, String vector, DType dtype, int rank) {
    long[] dims = new long[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = -1;
    return scope
        .part(part, "Reshape", Shape.unknownDims(dims.length))
        .inputs(vector, scope.vector(part + "/shape", dims))
        .type("T", dtype)
        .type("Tshape", DType.INT32)
        .add();
  }

  /// TensorFlow's own op wants the channels last and as many of them below as above.
  static void localResponseNorm(NodeExport node, LocalResponseNorm op) {
    if (op.before() != op.after()) {
      throw node.unsupported(
          "the window reaches %d channels down and %d up, TensorFlow's as far down as up",
          op.before(), op.after());
    }
    ExportScope scope = node.scope();
    if (op.format() == DataFormat.NHWC) {
      localResponseNorm(node, op, scope.result("LRN"), node.input(0));
      return;
    }
    Shape shape = node.shape(0);
    Transpose last = Transpose.NCHW_TO_NHWC;
    DType dtype = node.dtype(0);
    String x = LayoutExport.part(scope, "nhwc", node.input(0), dtype, shape, last);
    NodeDraft draft = scope.part("LRN", "LRN", LayoutExport.permuted(shape, last));
    String normal = localResponseNorm(node, op, draft, x);
    LayoutExport.result(scope, normal, dtype, Transpose.NHWC_TO_NCHW);
  }

  private static String localResponseNorm(
      NodeExport node, LocalResponseNorm op, NodeDraft draft, String x) {
    return draft
        .inputs(x)
        .type("T", node.dtype(0))
        .integer("depth_radius", op.before())
        .number("bias", op.bias())
        .number("alpha", op.alpha())
        .number("beta", op.beta())
        .add();
  }

  /// TensorFlow's own op takes the last axis.
  static void softmax(NodeExport node, Softmax op) {
    ExportScope scope = node.scope();
    DType dtype = node.dtype(0);
    if (op.axis() == -1 || op.axis() == node.rank(0) - 1) {
      scope.result(op.type()).inputs(node.input(0)).type("T", dtype).add();
      return;
    }
    Transpose swap = swap(op.axis(), node.rank(0));
    Shape moved = LayoutExport.permuted(node.shape(0), swap);
    String x = LayoutExport.part(scope, "last", node.input(0), dtype, node.shape(0), swap);
    String y = scope.part(op.type(), op.type(), moved).inputs(x).type("T", dtype).add();
    LayoutExport.result(scope, y, dtype, swap);
  }

  /// Exchanges an axis and the last one.
  private static Transpose swap(int axis, int rank) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      order.add(i);
    }
    Collections.swap(order, axis < 0 ? axis + rank : axis, rank - 1);
    return new Transpose(ImmutableList.copyOf(order));
  }
}
