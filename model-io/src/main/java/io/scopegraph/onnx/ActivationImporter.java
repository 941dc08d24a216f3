package io.scopegraph.onnx;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// Element-wise functions of one value.
final class ActivationImporter {
  private ActivationImporter() {}

  /// A function without parameters.
  static OpImporter plain(UnaryFunction function) {
    return node -> node.add(Unary.of(function), node.input(0));
  }

  /// A function with one parameter, `alpha`.
  static OpImporter withAlpha(UnaryFunction function, double absent) {
    return node -> {
      double alpha = node.attributes().number("alpha", (float) absent);
      return node.add(new Unary(function, alpha, 0), node.input(0));
    };
  }

  static Value hardSigmoid(NodeContext node) {
    double alpha = node.attributes().number("alpha", 0.2f);
    double beta = node.attributes().number("beta", 0.5f);
    return node.add(new Unary(UnaryFunction.HARD_SIGMOID, alpha, beta), node.input(0));
  }

  static Value swish(NodeContext node) {
    float alpha = node.attributes().number("alpha", 1);
    if (alpha != 1) {
      throw node.unsupported("alpha %s is not supported, only 1", alpha);
    }
    return node.add(Unary.of(UnaryFunction.SWISH), node.input(0));
  }

  /// gamma times an ELU.
  static Value selu(NodeContext node) {
    double alpha = node.attributes().number("alpha", 1.6732632f);
    double gamma = node.attributes().number("gamma", 1.050701f);
    Value elu = node.addPart("elu", new Unary(UnaryFunction.ELU, alpha, 0), node.input(0));
    return node.add(new Binary(BinaryFunction.MUL), elu, scalar(node, elu, gamma));
  }

  /// alpha times the ELU of x / alpha.
  static Value celu(NodeContext node) {
    Value x = node.input(0);
    Value alpha = scalar(node, x, node.attributes().number("alpha", 1));
    Value scaled = node.addPart("div", new Binary(BinaryFunction.DIV), x, alpha);
    Value elu = node.addPart("elu", new Unary(UnaryFunction.ELU, 1, 0), scaled);
    return node.add(new Binary(BinaryFunction.MUL), elu, alpha);
  }

  /// x * tanh(softplus(x)).
  static Value mish(NodeContext node) {
    Value x = node.input(0);
    Value softplus = node.addPart("softplus", Unary.of(UnaryFunction.SOFTPLUS), x);
    Value gate = node.addPart("tanh", Unary.of(UnaryFunction.TANH), softplus);
    return node.add(new Binary(BinaryFunction.MUL), x, gate);
  }

  /// x * (1 + erf(x / sqrt(2))) / 2, or the same with an approximation by tanh.
  static Value gelu(NodeContext node) {
    Value x = node.input(0);
    Value bell;
    if (node.attributes().text("approximate", "none").equals("tanh")) {
      Value square = node.addPart("square", Unary.of(UnaryFunction.SQUARE), x);
      Value cubic =
          node.addPart("cubic", new Binary(BinaryFunction.MUL), square, scalar(node, x, 0.044715));
      Value factor =
          node.addPart("factor", new Binary(BinaryFunction.ADD), cubic, scalar(node, x, 1));
      Value odd = node.addPart("odd", new Binary(BinaryFunction.MUL), factor, x);
      Value inner =
          node.addPart(
              "inner",
              new Binary(BinaryFunction.MUL),
              odd,
              scalar(node, x, Math.sqrt(2 / Math.PI)));
      bell = node.addPart("tanh", Unary.of(UnaryFunction.TANH), inner);
    } else {
      Value inner =
          node.addPart("inner", new Binary(BinaryFunction.MUL), x, scalar(node, x, Math.sqrt(0.5)));
      bell = node.addPart("erf", Unary.of(UnaryFunction.ERF), inner);
    }
    Value gate = node.addPart("gate", new Binary(BinaryFunction.ADD), bell, scalar(node, x, 1));
    Value half = node.addPart("half", new Binary(BinaryFunction.MUL), x, scalar(node, x, 0.5));
    return node.add(new Binary(BinaryFunction.MUL), half, gate);
  }

  /// Bounds are attributes up to op set 10, then inputs; those that are constant go into the op.
  static Value clip(NodeContext node) {
    Value x = node.input(0);
    DType dtype = node.dtype(x);
    if (node.opset() < 11) {
      double low = node.attributes().number("min", (float) least(dtype));
      double high = node.attributes().number("max", (float) greatest(dtype));
      return node.add(new Unary(UnaryFunction.CLIP, low, high), x);
    }
    Tensor low = node.constant(1);
    Tensor high = node.constant(2);
    boolean known = (low != null || !node.has(1)) && (high != null || !node.has(2));
    if (known) {
      double a = low == null ? least(dtype) : bound(node, low);
      double b = high == null ? greatest(dtype) : bound(node, high);
      return node.add(new Unary(UnaryFunction.CLIP, a, b), x);
    }
    if (node.has(1) && node.has(2)) {
      Value raised = node.addPart("max", new Binary(BinaryFunction.MAXIMUM), x, node.input(1));
      return node.add(new Binary(BinaryFunction.MINIMUM), raised, node.input(2));
    }
    return node.has(1)
        ? node.add(new Binary(BinaryFunction.MAXIMUM), x, node.input(1))
        : node.add(new Binary(BinaryFunction.MINIMUM), x, node.input(2));
  }

  private static double bound(NodeContext node, Tensor bound) {
    if (bound.elementCount() != 1) {
      throw node.malformed("expected bounds of one element, found %s".formatted(bound.spec()));
    }
    return bound.getDouble(0);
  }

  private static double least(DType dtype) {
    return dtype.isFloating() ? -greatest(dtype) : dtype.minInteger();
  }

  private static double greatest(DType dtype) {
    return switch (dtype) {
      case FLOAT32, BFLOAT16 -> Float.MAX_VALUE;
      case FLOAT64 -> Double.MAX_VALUE;
      case FLOAT16 -> 65504;
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL -> dtype.maxInteger();
      case COMPLEX64, COMPLEX128, STRING -> Double.POSITIVE_INFINITY;
    };
  }

  /// A constant of rank 0 with the element type of a value.
  static Value scalar(NodeContext node, Value like, double number) {
    TensorSpec spec = new TensorSpec(node.dtype(like), Shape.scalar());
    return node.constantPart("Const", Tensor.filled(spec, number));
  }
}
