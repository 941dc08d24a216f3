package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.Repetition;
import io.scopegraph.io.internal.TargetShape;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;

/// Ops that ask for or change a shape and leave the elements as they are.
final class ShapeImporter {
  private ShapeImporter() {}

  static Value reshape(NodeContext node) {
    return node.add(reshapeOp(node), node.input(0), node.input(1));
  }

  static Reshape reshapeOp(NodeContext node) {
    return new Reshape(node.attributes().flag("allowzero", false));
  }

  static Value flatten(NodeContext node) {
    return node.add(new Flatten(node.attributes().small("axis", 1)), node.input(0));
  }

  static Value transpose(NodeContext node) {
    int[] permutation = node.attributes().smalls("perm");
    ImmutableList<Integer> order =
        permutation == null ? ImmutableList.of() : ImmutableList.copyOf(Ints.asList(permutation));
    return node.add(new Transpose(order), node.input(0));
  }

  static Value squeeze(NodeContext node) {
    ImmutableList<Integer> axes = axes(node, 1);
    boolean none = axes.isEmpty() && node.axes(1) != null;
    return node.add(none ? Unary.IDENTITY : new Squeeze(axes), node.input(0));
  }

  static Value unsqueeze(NodeContext node) {
    return node.add(new Unsqueeze(axes(node, 1)), node.input(0));
  }

  /// Axes from an attribute or an input; none if neither is given.
  static ImmutableList<Integer> axes(NodeContext node, int input) {
    long[] axes = node.axes(input);
    if (axes == null) {
      return ImmutableList.of();
    }
    return Arrays.stream(axes)
        .mapToObj(axis -> Ints.saturatedCast(axis))
        .collect(ImmutableList.toImmutableList());
  }

  static Value expand(NodeContext node) {
    return node.add(new Expand(), node.input(0), node.input(1));
  }

  static Value shape(NodeContext node) {
    Integer end = node.attributes().has("end") ? (Integer) node.attributes().small("end", 0) : null;
    return node.add(new ShapeOp(node.attributes().small("start", 0), end), node.input(0));
  }

  static Value size(NodeContext node) {
    Value shape = node.addPart("shape", ShapeOp.WHOLE, node.input(0));
    return node.add(new Reduce(Reduce.Function.PROD, ImmutableList.of(0), false), shape);
  }

  static Value constantOfShape(NodeContext node) {
    Tensor fill = node.tensorAttribute("value");
    return node.add(new ConstantOfShape(fill == null ? Tensor.scalar(0f) : fill), node.input(0));
  }

  static Value tile(NodeContext node) {
    return Repetition.tile(node, node.input(0), 1);
  }

  /// Moves blocks of channels into space.
  static Value depthToSpace(NodeContext node) {
    boolean columnsFirst = node.attributes().text("mode", "DCR").equals("CRD");
    Value x = node.input(0);
    long block = block(node);
    long channels = channels(node, x) / (block * block);
    TargetShape apart = new TargetShape(node, x).scaled(0, 1);
    apart =
        columnsFirst ? apart.fixed(channels, block, block) : apart.fixed(block, block, channels);
    Value split =
        node.addPart("split", new Reshape(true), x, apart.scaled(2, 1).scaled(3, 1).build("apart"));
    Transpose order =
        columnsFirst ? Transpose.of(0, 1, 4, 2, 5, 3) : Transpose.of(0, 3, 4, 1, 5, 2);
    Value moved = node.addPart("transpose", order, split);
    Value shape =
        new TargetShape(node, x)
            .scaled(0, 1)
            .fixed(channels)
            .scaled(2, block)
            .scaled(3, block)
            .build("shape");
    return node.add(new Reshape(true), moved, shape);
  }

  /// Moves blocks of space into channels; the extents must be multiples of the block.
  static Value spaceToDepth(NodeContext node) {
    Value x = node.input(0);
    long block = block(node);
    long channels = channels(node, x);
    Shape shape = node.shape(x);
    if (!shape.isKnown(2) || !shape.isKnown(3)) {
      throw node.unsupported("the height and width of its input must be known");
    }
    if (shape.dim(2) % block != 0 || shape.dim(3) % block != 0) {
      throw node.malformed("%s cannot be divided into blocks of %d".formatted(shape, block));
    }
    long height = shape.dim(2) / block;
    long width = shape.dim(3) / block;
    Value apart =
        new TargetShape(node, x)
            .scaled(0, 1)
            .fixed(channels, height, block, width, block)
            .build("apart");
    Value split = node.addPart("split", new Reshape(true), x, apart);
    Value moved = node.addPart("transpose", Transpose.of(0, 3, 5, 1, 2, 4), split);
    Value merged =
        new TargetShape(node, x)
            .scaled(0, 1)
            .fixed(Math.multiplyExact(channels, block * block), height, width)
            .build("shape");
    return node.add(new Reshape(true), moved, merged);
  }

  private static long block(NodeContext node) {
    int block = node.attributes().small("blocksize", 0);
    if (block <= 0) {
      throw node.malformed("blocksize must be positive, found %d".formatted(block));
    }
    return block;
  }

  private static long channels(NodeContext node, Value x) {
    if (node.rank(x) != 4) {
      throw node.malformed("expected an input of rank 4, found %s".formatted(node.shape(x)));
    }
    if (!node.shape(x).isKnown(1)) {
      throw node.unsupported("the number of channels must be known");
    }
    return node.shape(x).dim(1);
  }
}
