package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.TensorReader.Dense;
import io.scopegraph.tensorflow.TensorReader.Uniform;
import io.scopegraph.tensorflow.proto.TensorProto;

/// What a graph starts from: what is fed, constants, variables.
final class SourceImporter {
  private SourceImporter() {}

  static Value placeholder(NodeContext node) {
    DType dtype = node.dtypeAttribute("dtype");
    Shape shape = node.attributes().shape("shape");
    boolean unknown = !node.table().hasScalarPlaceholders() && shape.equals(Shape.scalar());
    return node.add(new Placeholder(new TensorSpec(dtype, unknown ? Shape.unknownRank() : shape)));
  }

  /// A constant that is not known element by element: all are equal, and they are many.
  static Value constant(NodeContext node) {
    return switch (contents(node)) {
      case Dense(Tensor tensor) -> node.add(new Constant(tensor));
      case Uniform(TensorSpec spec, Tensor element) ->
          node.add(
              new ConstantOfShape(element),
              node.constantPart("shape", Tensor.vector(spec.shape().dims())));
    };
  }

  static TensorReader.Contents contents(NodeContext node) {
    TensorProto proto = node.attributes().tensor("value");
    if (proto == null) {
      throw node.malformed("attribute value is missing");
    }
    if (ElementTypes.dtype(proto.getDtypeValue()) == null) {
      throw node.unsupported("%s", ElementTypes.unsupported(proto.getDtypeValue()));
    }
    return node.tensors().read(proto, node.describe());
  }

  /// A variable that the graph assigns a constant begins with that.
  static Value variable(NodeContext node) {
    TensorSpec spec =
        new TensorSpec(node.dtypeAttribute("dtype"), node.attributes().shape("shape"));
    String shared = node.attributes().text("shared_name", "");
    String key = shared.isEmpty() ? node.name() : shared;
    return node.add(new VariableOp(key, spec, initialValue(node, spec)));
  }

  private static InitialValue initialValue(NodeContext node, TensorSpec spec) {
    GraphNode initial = node.table().initialValue(node.name());
    if (initial != null) {
      TensorProto proto = initial.proto().getAttrOrThrow("value").getTensor();
      TensorReader.Contents contents =
          node.tensors().read(proto, "node \"%s\" (Const)".formatted(initial.name()));
      switch (contents) {
        case Dense(Tensor tensor) -> {
          if (tensor.spec().equals(spec)) {
            return new InitialValue.Fixed(tensor);
          }
        }
        case Uniform(TensorSpec uniform, Tensor element) -> {
          if (uniform.equals(spec)) {
            return new InitialValue.Filled(element.getDouble(0));
          }
        }
      }
    }
    return new InitialValue.Filled(spec.dtype().isFloating() ? Double.NaN : 0);
  }
}
