package io.scopegraph.tensorflow;

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
import io.scopegraph.tensorflow.TensorReader.Dense;
import io.scopegraph.tensorflow.TensorReader.Uniform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows constants through nodes that only pass them on, and works out shapes and lists of axes
/// that are known, since axes, bounds and sizes have to be known to import the nodes that use them.
/// All other folding is the runtime's.
final class ConstantFolding {
  /// The most elements that are worked out here; a view has no limit.
  private static final int MAX_ELEMENTS = 4096;

  private ConstantFolding() {}

  /// The value of a node's first output, or null if it is left to the graph.
  static @Nullable Tensor fold(NodeContext node) {
    return switch (node.type()) {
      case "Const" -> constant(node);
      case "Shape" -> shape(node);
      case "Rank" -> rank(node);
      case "Size" -> size(node);
      case "Range" -> range(node);
      case "Pack" -> pack(node);
      case "ConcatV2" -> concat(node);
      case "Identity", "PlaceholderWithDefault", "StopGradient", "Snapshot" -> node.constant(0);
      case "Cast" -> cast(node);
      case "Reshape" -> view(node, new Reshape(true), node.constant(1));
      case "Squeeze" -> view(node, new Squeeze(ShapeImporter.squeezed(node)), null);
      case "ExpandDims" ->
          node.constant(0) == null
              ? null
              : view(node, new Unsqueeze(ImmutableList.of(node.axis(1))), null);
      default -> null;
    };
  }

  private static @Nullable Tensor constant(NodeContext node) {
    return switch (SourceImporter.contents(node)) {
      case Dense(Tensor tensor) -> tensor;
      case Uniform uniform ->
          node.tensors().isSmall(uniform) ? node.tensors().expand(uniform, node.describe()) : null;
    };
  }

  private static @Nullable Tensor shape(NodeContext node) {
    Shape shape = node.shape(node.input(0));
    return shape.isFullyDefined()
        ? integers(node, ShapeImporter.outType(node), shape.dims())
        : null;
  }

  private static @Nullable Tensor rank(NodeContext node) {
    Shape shape = node.shape(node.input(0));
    return shape.isRankKnown() ? Tensor.scalar(shape.rank()) : null;
  }

  private static @Nullable Tensor size(NodeContext node) {
    Shape shape = node.shape(node.input(0));
    if (!shape.isFullyDefined()) {
      return null;
    }
    Tensor vector = integers(node, ShapeImporter.outType(node), shape.elementCount());
    return vector.reshaped(Shape.scalar());
  }

  private static @Nullable Tensor range(NodeContext node) {
    Tensor start = node.constant(0);
    Tensor limit = node.constant(1);
    Tensor delta = node.constant(2);
    if (start == null || limit == null || delta == null || !start.dtype().isInteger()) {
      return null;
    }
    if (start.elementCount() != 1 || limit.elementCount() != 1 || delta.elementCount() != 1) {
      throw node.malformed("the bounds of a range must have one element");
    }
    long step = delta.getLong(0);
    if (step == 0) {
      throw node.malformed("the step of a range is 0");
    }
    long span = Math.subtractExact(limit.getLong(0), start.getLong(0));
    long count = Math.max(0, step == Long.MIN_VALUE ? 1 : Math.ceilDiv(span, step));
    if (count > MAX_ELEMENTS) {
      throw node.unsupported("a range of %d elements is too long", count);
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = start.getLong(0) + i * step;
    }
    return integers(node, start.dtype(), values);
  }

  /// Numbers one by one into a list.
  private static @Nullable Tensor pack(NodeContext node) {
    Tensor first = node.constant(0);
    if (first == null || first.shape().rank() != 0 || !first.dtype().isInteger()) {
      return null;
    }
    int count = node.inputCount();
    TensorSpec spec = new TensorSpec(first.dtype(), Shape.of(count));
    if (count > MAX_ELEMENTS) {
      return null;
    }
    Tensor list = Tensor.allocate(spec);
    for (int i = 0; i < count; i++) {
      Tensor each = node.constant(i);
      if (each == null || !each.spec().equals(first.spec())) {
        return null;
      }
      list.setLong(i, each.getLong(0));
    }
    return list.asReadOnly();
  }

  /// Short lists of integers into one.
  private static @Nullable Tensor concat(NodeContext node) {
    int count = node.inputCount() - 1;
    if (count < 1) {
      return null;
    }
    long total = 0;
    for (int i = 0; i < count; i++) {
      Tensor each = node.constant(i);
      if (each == null || each.shape().rank() != 1 || !each.dtype().isInteger()) {
        return null;
      }
      total += each.elementCount();
    }
    DType dtype = node.dtype(node.input(0));
    if (total > MAX_ELEMENTS) {
      return null;
    }
    Tensor joined = Tensor.allocate(new TensorSpec(dtype, Shape.of(total)));
    long at = 0;
    for (int i = 0; i < count; i++) {
      Tensor each = node.requireConstant(i, "the list");
      if (each.dtype() != dtype) {
        return null;
      }
      for (long j = 0; j < each.elementCount(); j++) {
        joined.setLong(at++, each.getLong(j));
      }
    }
    return joined.asReadOnly();
  }

  private static @Nullable Tensor cast(NodeContext node) {
    Tensor x = node.constant(0);
    if (x == null || x.elementCount() > MAX_ELEMENTS) {
      return null;
    }
    DType to = node.dtypeAttribute("DstT");
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

  private static @Nullable Tensor view(NodeContext node, Op op, @Nullable Tensor shape) {
    Tensor x = node.constant(0);
    if (x == null || (op instanceof Reshape && shape == null)) {
      return null;
    }
    List<Inference.Operand> operands =
        shape == null
            ? List.of(Inference.Operand.of(x))
            : List.of(Inference.Operand.of(x), Inference.Operand.of(shape));
    Inference inference = new Inference(op.type(), node.name(), null, operands);
    return x.reshaped(op.infer(inference).getFirst().shape());
  }

  private static Tensor integers(NodeContext node, DType dtype, long... values) {
    Tensor tensor = Tensor.allocate(new TensorSpec(dtype, Shape.of(values.length)));
    for (int i = 0; i < values.length; i++) {
      if (dtype == DType.INT32 && values[i] != (int) values[i]) {
        throw node.malformed("%d does not fit into int32".formatted(values[i]));
      }
      tensor.setLong(i, values[i]);
    }
    return tensor.asReadOnly();
  }
}
