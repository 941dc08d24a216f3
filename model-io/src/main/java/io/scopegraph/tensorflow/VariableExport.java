package io.scopegraph.tensorflow;

import io.scopegraph.op.InitialValue;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.TensorProto;
import java.util.List;
import java.util.Map;

/// The values that a graph starts from: what is fed, constants, variables.
final class VariableExport {
  private VariableExport() {}

  static void placeholder(NodeExport node) {
    TensorSpec spec = node.output();
    node.scope()
        .result("Placeholder")
        .type("dtype", spec.dtype())
        .shape("shape", spec.shape())
        .add();
  }

  static void constant(NodeExport node, Tensor value) {
    constant(node, value.spec(), TensorProtos.of(value));
  }

  private static void constant(NodeExport node, TensorSpec spec, TensorProto value) {
    node.scope().result("Const").type("dtype", spec.dtype()).tensor("value", value).add();
  }

  /// A variable with the node that assigns its first value.
  static void variable(NodeExport node, VariableOp op) {
    ExportScope scope = node.scope();
    DType dtype = op.spec().dtype();
    Shape shape = op.spec().shape();
    String name =
        scope
            .result("VariableV2")
            .type("dtype", dtype)
            .shape("shape", shape)
            .text("container", "")
            .text("shared_name", op.key().equals(scope.name()) ? "" : op.key())
            .add();
    String initial = scope.constant("initial_value", op.spec(), initialValue(op));
    scope
        .part("Assign", "Assign", List.of(shape))
        .inputs(name, initial)
        .type("T", dtype)
        .flag("use_locking", true)
        .flag("validate_shape", true)
        .colocated(name)
        .add();
  }

  /// A variable as a constant.
  ///
  /// @param values contents by the name of the variable; the first value stands for those that are
  ///   missing
  static void frozen(NodeExport node, VariableOp op, Map<String, Tensor> values) {
    Tensor value = values.get(op.key());
    if (value == null) {
      constant(node, op.spec(), initialValue(op));
      return;
    }
    if (!value.spec().equals(op.spec())) {
      throw new IllegalArgumentException(
          "Variable %s is %s, the value given for it %s"
              .formatted(op.key(), op.spec(), value.spec()));
    }
    constant(node, value);
  }

  private static TensorProto initialValue(VariableOp op) {
    return switch (op.initial()) {
      case InitialValue.Filled(double value) -> TensorProtos.filled(op.spec(), value);
      case InitialValue.Fixed fixed -> TensorProtos.of(fixed.create(op.spec()));
      case InitialValue.Uniform uniform -> TensorProtos.of(uniform.create(op.spec()));
      case InitialValue.Normal normal -> TensorProtos.of(normal.create(op.spec()));
    };
  }
}
