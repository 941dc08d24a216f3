package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import java.util.List;

/// Element-wise functions and conversions.
final class ElementwiseImporter {
  private ElementwiseImporter() {}

  /// A function of one value without parameters.
  static OpImporter unary(UnaryFunction function) {
    return node -> node.add(Unary.of(function), node.input(0));
  }

  static OpImporter binary(BinaryFunction function) {
    return node -> node.add(new Binary(function), node.input(0), node.input(1));
  }

  static Value elu(NodeContext node) {
    return node.add(new Unary(UnaryFunction.ELU, 1, 0), node.input(0));
  }

  static Value leakyRelu(NodeContext node) {
    double alpha = node.attributes().number("alpha", 0.2f);
    return node.add(new Unary(UnaryFunction.LEAKY_RELU, alpha, 0), node.input(0));
  }

  /// The sum of any number of values of one shape.
  static Value addAll(NodeContext node) {
    List<Value> inputs = node.inputs();
    Value sum = inputs.getFirst();
    if (inputs.size() == 1) {
      return node.add(Unary.IDENTITY, sum);
    }
    Binary add = new Binary(BinaryFunction.ADD);
    for (int i = 1; i < inputs.size() - 1; i++) {
      sum = node.addPart("partial", add, sum, inputs.get(i));
    }
    return node.add(add, sum, inputs.getLast());
  }

  static Value cast(NodeContext node) {
    return node.add(new Cast(node.dtypeAttribute("DstT")), node.input(0));
  }

  /// Rounds toward negative infinity, also for integers: (x - floor mod) / y.
  static Value floorDiv(NodeContext node) {
    Value x = node.input(0);
    Value y = node.input(1);
    Binary divide = new Binary(BinaryFunction.DIV);
    if (node.dtype(x).isFloating()) {
      return node.add(Unary.of(UnaryFunction.FLOOR), node.addPart("quotient", divide, x, y));
    }
    Value rest = node.addPart("rest", new Binary(BinaryFunction.MOD), x, y);
    Value multiple = node.addPart("multiple", new Binary(BinaryFunction.SUB), x, rest);
    return node.add(divide, multiple, y);
  }

  /// min(max(x, least), most).
  static Value clip(NodeContext node) {
    Value raised =
        node.addPart("raised", new Binary(BinaryFunction.MAXIMUM), node.input(0), node.input(1));
    return node.add(new Binary(BinaryFunction.MINIMUM), raised, node.input(2));
  }
}
