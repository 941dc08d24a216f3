package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Inference;
import io.scopegraph.op.Op;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows constants through nodes that only pass them on, since axes, bounds and sizes have to be
/// known to import the nodes that use them. Nothing is ever larger than what went in; all other
/// folding is the runtime's.
final class ConstantFolding {
  /// The most elements that are converted here; a view has no limit.
  private static final int MAX_CONVERTED = 4096;

  private ConstantFolding() {}

  /// The value of a node's first output, or null if it is left to the graph.
  static @Nullable Tensor fold(NodeContext node) {
    if (node.type().equals("Constant")) {
      return constant(node);
    }
    Tensor x = node.constant(0);
    if (x == null) {
      return null;
    }
    return switch (node.type()) {
      case "Identity" -> x;
      case "Cast" -> cast(node, x);
      case "Reshape" -> view(node, ShapeImporter.reshapeOp(node), x, node.constant(1));
      case "Squeeze" -> {
        ImmutableList<Integer> axes = ShapeImporter.axes(node, 1);
        yield view(node, new Squeeze(axes), x, null);
      }
      case "Unsqueeze" -> view(node, new Unsqueeze(ShapeImporter.axes(node, 1)), x, null);
      default -> null;
    };
  }

  static Tensor constant(NodeContext node) {
    Attributes attributes = node.attributes();
    Tensor value = node.tensorAttribute("value");
    if (value != null) {
      return value;
    }
    if (attributes.has("value_float")) {
      return Tensor.scalar(attributes.number("value_float", 0));
    }
    if (attributes.has("value_int")) {
      return Tensor.scalar(attributes.integer("value_int", 0));
    }
    float[] floats = attributes.numbers("value_floats");
    if (floats != null) {
      return Tensor.ofFloats(Shape.of(floats.length), floats);
    }
    long[] integers = attributes.integers("value_ints");
    if (integers != null) {
      return Tensor.vector(integers);
    }
    throw node.unsupported("only constants of dense numbers are supported");
  }

  private static @Nullable Tensor cast(NodeContext node, Tensor x) {
    DType to = ElementwiseImporter.castTarget(node);
    if (x.elementCount() > MAX_CONVERTED) {
      return null;
    }
    Tensor result = Tensor.allocate(new TensorSpec(to, x.shape()));
    for (long i = 0; i < x.elementCount(); i++) {
      if (x.dtype().isFloating() || to.isFloating()) {
        result.setDouble(i, x.getDouble(i));
      } else {
        result.setLong(i, x.getLong(i));
      }
    }
    return result.asReadOnly();
  }

  private static @Nullable Tensor view(NodeContext node, Op op, Tensor x, @Nullable Tensor shape) {
    if (op instanceof Reshape && shape == null) {
      return null;
    }
    List<Inference.Operand> operands =
        shape == null
            ? List.of(Inference.Operand.of(x))
            : List.of(Inference.Operand.of(x), Inference.Operand.of(shape));
    Inference inference = new Inference(op.type(), node.name(), null, operands);
    return x.reshaped(op.infer(inference).getFirst().shape());
  }
}
