package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.List;

/// Element-wise functions of two values and more, and conversions.
final class ElementwiseImporter {
  private ElementwiseImporter() {}

  static OpImporter binary(BinaryFunction function) {
    return node -> {
      Value x = node.input(0);
      return node.add(new Binary(function), x, aligned(node, x, node.input(1)));
    };
  }

  /// A function of any number of values, taken two by two from the left.
  static OpImporter folded(BinaryFunction function) {
    return node -> fold(node, function, node.inputs(), true);
  }

  static Value mean(NodeContext node) {
    List<Value> inputs = node.inputs();
    Value sum = fold(node, BinaryFunction.ADD, inputs, false);
    Value count = ActivationImporter.scalar(node, sum, inputs.size());
    return node.add(new Binary(BinaryFunction.DIV), sum, count);
  }

  private static Value fold(
      NodeContext node, BinaryFunction function, List<Value> inputs, boolean last) {
    Value result = inputs.getFirst();
    for (int i = 1; i < inputs.size(); i++) {
      Binary op = new Binary(function);
      result =
          last && i == inputs.size() - 1
              ? node.add(op, result, inputs.get(i))
              : node.addPart("partial", op, result, inputs.get(i));
    }
    return last && inputs.size() == 1 ? node.add(Unary.IDENTITY, result) : result;
  }

  /// Powers with an exponent of another type are computed in the floating-point type of the two.
  static Value pow(NodeContext node) {
    Value x = node.input(0);
    Value exponent = aligned(node, x, node.input(1));
    DType base = node.dtype(x);
    DType power = node.dtype(exponent);
    Binary op = new Binary(BinaryFunction.POW);
    if (base == power) {
      return node.add(op, x, exponent);
    }
    if (base.isFloating() || !power.isFloating()) {
      return node.add(op, x, node.addPart("cast", new Cast(base), exponent));
    }
    Value converted = node.addPart("cast", new Cast(power), x);
    return node.add(new Cast(base), node.addPart("pow", op, converted, exponent));
  }

  static Value mod(NodeContext node) {
    if (node.attributes().flag("fmod", false)) {
      throw node.unsupported("fmod is not supported");
    }
    return node.add(new Binary(BinaryFunction.MOD), node.input(0), node.input(1));
  }

  /// Up to op set 6 a slope of one element per channel belongs to axis 1.
  static Value prelu(NodeContext node) {
    Value x = node.input(0);
    Value slope = node.input(1);
    if (node.opset() < 7 && node.rank(slope) == 1 && node.rank(x) > 2) {
      slope = node.addPart("slope", trailingAxes(1, node.rank(x) - 2), slope);
    }
    return node.add(new Binary(BinaryFunction.PRELU), x, slope);
  }

  static Value cast(NodeContext node) {
    return node.add(new Cast(castTarget(node)), node.input(0));
  }

  static DType castTarget(NodeContext node) {
    int number = node.attributes().small("to", 0);
    DType dtype = ElementTypes.dtype(number);
    if (dtype == null) {
      throw node.unsupported("%s", ElementTypes.unsupported(number));
    }
    return dtype;
  }

  static Value castLike(NodeContext node) {
    return node.add(new Cast(node.dtype(node.input(1))), node.input(0));
  }

  /// Dropout does nothing at inference; its mask is not computed.
  static Value dropout(NodeContext node) {
    Tensor training = node.constant(2);
    boolean atInference = !node.has(2) || (training != null && isFalse(training));
    if (!atInference) {
      throw node.unsupported("training mode is not supported");
    }
    return node.add(Unary.IDENTITY, node.input(0));
  }

  private static boolean isFalse(Tensor tensor) {
    return tensor.elementCount() == 1 && tensor.getLong(0) == 0;
  }

  /// Up to op set 6 the second operand's first axis is aligned with an axis that is named.
  private static Value aligned(NodeContext node, Value x, Value y) {
    if (node.opset() >= 7 || !node.attributes().has("axis")) {
      return y;
    }
    int rank = node.rank(x);
    int axis = node.attributes().small("axis", 0);
    int first = axis < 0 ? axis + rank : axis;
    int trailing = rank - first - node.rank(y);
    if (first < 0 || first > rank || trailing < 0) {
      throw node.malformed("axis %d does not fit %s".formatted(axis, node.shape(x)));
    }
    return trailing == 0 ? y : node.addPart("aligned", trailingAxes(node.rank(y), trailing), y);
  }

  /// Appends axes of extent 1 to a value.
  private static Unsqueeze trailingAxes(int rank, int count) {
    ImmutableList.Builder<Integer> axes = ImmutableList.builder();
    for (int axis = rank; axis < rank + count; axis++) {
      axes.add(axis);
    }
    return new Unsqueeze(axes.build());
  }
}
