package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.Repetition;
import io.scopegraph.io.internal.TargetShape;
import io.scopegraph.op.Cast;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Ops that ask for or change a shape, and statistics over axes.
final class ShapeImporter {
  private ShapeImporter() {}

  static Value reshape(NodeContext node) {
    return node.add(new Reshape(true), node.input(0), node.input(1));
  }

  static Value transpose(NodeContext node) {
    ImmutableList<Integer> order = node.axes(1);
    if (order.isEmpty()) {
      return node.add(Unary.IDENTITY, node.input(0));
    }
    return node.add(new Transpose(order), node.input(0));
  }

  static ImmutableList<Integer> squeezed(NodeContext node) {
    ImmutableList<Integer> axes = node.attributes().smalls("squeeze_dims");
    return axes.isEmpty() ? node.attributes().smalls("axis") : axes;
  }

  static Value squeeze(NodeContext node) {
    return node.add(new Squeeze(squeezed(node)), node.input(0));
  }

  static Value expandDims(NodeContext node) {
    return node.add(new Unsqueeze(ImmutableList.of(node.axis(1))), node.input(0));
  }

  /// The element type of a shape, int32 unless the node says otherwise.
  static DType outType(NodeContext node) {
    return node.attributes().has("out_type") ? node.dtypeAttribute("out_type") : DType.INT32;
  }

  static Value shape(NodeContext node) {
    DType type = outType(node);
    if (type == DType.INT64) {
      return node.add(ShapeOp.WHOLE, node.input(0));
    }
    return node.add(new Cast(type), node.addPart("int64", ShapeOp.WHOLE, node.input(0)));
  }

  static Value size(NodeContext node) {
    Value shape = node.addPart("shape", ShapeOp.WHOLE, node.input(0));
    Reduce product = new Reduce(Reduce.Function.PROD, ImmutableList.of(0), false);
    return node.add(new Cast(outType(node)), node.addPart("product", product, shape));
  }

  static Value fill(NodeContext node) {
    Tensor value = node.constant(1);
    if (value == null) {
      return node.add(new Expand(), node.input(1), node.input(0));
    }
    if (value.elementCount() != 1) {
      throw node.malformed("expected a value of one element, found %s".formatted(value.spec()));
    }
    return node.add(new ConstantOfShape(value), node.input(0));
  }

  static Value broadcast(NodeContext node) {
    return node.add(new Expand(), node.input(0), node.input(1));
  }

  static Value tile(NodeContext node) {
    return Repetition.tile(node, node.input(0), 1);
  }

  /// No axes at all leave the value as it is.
  static OpImporter reduce(Reduce.Function function) {
    return node -> {
      Value x = node.input(0);
      ImmutableList<Integer> axes = node.axes(1);
      if (axes.isEmpty()) {
        return node.add(Unary.IDENTITY, x);
      }
      if (node.dtype(x) == DType.BOOL) {
        throw node.unsupported("element type bool is not supported by this op");
      }
      boolean keep =
          node.attributes().flag("keep_dims", false) || node.attributes().flag("keepdims", false);
      return node.add(new Reduce(function, axes, keep), x);
    };
  }

  /// Moves blocks of channels into space; a channel is counted by its row in the block, its column,
  /// then by what remains.
  static Value depthToSpace(NodeContext node) {
    Value x = node.input(0);
    boolean last = node.format() == DataFormat.NHWC;
    int block = block(node);
    long channels = channels(node, x, last);
    long blocks = (long) block * block;
    if (channels % blocks != 0) {
      throw node.malformed("%d channels cannot be divided by %d".formatted(channels, blocks));
    }
    long kept = channels / blocks;
    TargetShape apart = new TargetShape(node, x).scaled(0, 1);
    TargetShape joined = new TargetShape(node, x).scaled(0, 1);
    if (last) {
      apart = apart.scaled(1, 1).scaled(2, 1).fixed(block, block, kept);
      joined = joined.scaled(1, block).scaled(2, block).fixed(kept);
    } else {
      apart = apart.fixed(block, block, kept).scaled(2, 1).scaled(3, 1);
      joined = joined.fixed(kept).scaled(2, block).scaled(3, block);
    }
    Transpose order = last ? Transpose.of(0, 1, 3, 2, 4, 5) : Transpose.of(0, 3, 4, 1, 5, 2);
    Value split = node.addPart("split", new Reshape(true), x, apart.build("apart"));
    Value moved = node.addPart("transpose", order, split);
    return node.add(new Reshape(true), moved, joined.build("shape"));
  }

  /// Moves blocks of space into channels; the extents must be multiples of the block.
  static Value spaceToDepth(NodeContext node) {
    Value x = node.input(0);
    boolean last = node.format() == DataFormat.NHWC;
    int block = block(node);
    long channels = channels(node, x, last);
    int rows = last ? 1 : 2;
    Shape shape = node.shape(x);
    if (!shape.isKnown(rows) || !shape.isKnown(rows + 1)) {
      throw node.unsupported("the height and width of its input must be known");
    }
    if (shape.dim(rows) % block != 0 || shape.dim(rows + 1) % block != 0) {
      throw node.malformed("%s cannot be divided into blocks of %d".formatted(shape, block));
    }
    long height = shape.dim(rows) / block;
    long width = shape.dim(rows + 1) / block;
    long made = Math.multiplyExact(channels, (long) block * block);
    TargetShape apart = new TargetShape(node, x).scaled(0, 1);
    TargetShape joined = new TargetShape(node, x).scaled(0, 1);
    if (last) {
      apart = apart.fixed(height, block, width, block, channels);
      joined = joined.fixed(height, width, made);
    } else {
      apart = apart.fixed(channels, height, block, width, block);
      joined = joined.fixed(made, height, width);
    }
    Transpose order = last ? Transpose.of(0, 1, 3, 2, 4, 5) : Transpose.of(0, 3, 5, 1, 2, 4);
    Value split = node.addPart("split", new Reshape(true), x, apart.build("apart"));
    Value moved = node.addPart("transpose", order, split);
    return node.add(new Reshape(true), moved, joined.build("shape"));
  }

  private static int block(NodeContext node) {
    int block = node.attributes().small("block_size", 0);
    if (block <= 0) {
      throw node.malformed("block_size must be positive, found %d".formatted(block));
    }
    return block;
  }

  private static long channels(NodeContext node, Value x, boolean last) {
    if (node.rank(x) != 4) {
      throw node.malformed("expected an input of rank 4, found %s".formatted(node.shape(x)));
    }
    int axis = last ? 3 : 1;
    if (!node.shape(x).isKnown(axis)) {
      throw node.unsupported("the number of channels must be known");
    }
    return node.shape(x).dim(axis);
  }

  /// The rank as a constant, which has to be known.
  static Value rank(NodeContext node) {
    return node.constantPart("rank", Tensor.scalar(node.rank(node.input(0))));
  }
}
