package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Tensor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Ops that cut values apart and extend them.
final class SliceImporter {
  private SliceImporter() {}

  /// Begins and sizes for all axes; a size of -1 goes to the end.
  static Value slice(NodeContext node) {
    long[] begin = node.requireLongs(1, "the beginning");
    long[] size = node.requireLongs(2, "the size");
    if (begin.length != size.length || begin.length > ImportedModel.MAX_RANK) {
      throw node.malformed(
          "expected a beginning and a size for each axis, found %d and %d"
              .formatted(begin.length, size.length));
    }
    long[] end = new long[begin.length];
    for (int axis = 0; axis < begin.length; axis++) {
      if (begin[axis] < 0 || size[axis] < -1) {
        throw node.malformed(
            "beginning %d or size %d is negative".formatted(begin[axis], size[axis]));
      }
      end[axis] = size[axis] == -1 ? Long.MAX_VALUE : Math.addExact(begin[axis], size[axis]);
    }
    return node.add(
        new Slice(),
        node.input(0),
        node.constantPart("starts", Tensor.vector(begin)),
        node.constantPart("ends", Tensor.vector(end)));
  }

  static Value gather(NodeContext node) {
    if (node.attributes().small("batch_dims", 0) != 0) {
      throw node.unsupported("batch_dims is not supported");
    }
    int axis = node.has(2) ? node.axis(2) : 0;
    return node.add(new Gather(axis), node.input(0), node.input(1));
  }

  static Value pad(NodeContext node) {
    double fill = 0;
    if (node.has(2)) {
      Tensor value = node.requireConstant(2, "the fill");
      if (value.elementCount() != 1) {
        throw node.malformed("expected a fill of one element, found %s".formatted(value.spec()));
      }
      fill = value.getDouble(0);
    }
    return node.add(new Pad(Pad.Mode.CONSTANT, fill), node.input(0), pads(node));
  }

  /// Mirrored with or without the border; with it only by one cell, which is the border itself.
  static Value mirrorPad(NodeContext node) {
    String mode = node.attributes().text("mode", "");
    Pad.Mode ours =
        switch (mode) {
          case "REFLECT" -> Pad.Mode.REFLECT;
          case "SYMMETRIC" -> Pad.Mode.EDGE;
          default -> throw node.malformed("unknown mode \"%s\"".formatted(mode));
        };
    if (ours == Pad.Mode.EDGE) {
      for (long pad : node.requireLongs(1, "the pads")) {
        if (pad > 1) {
          throw node.unsupported("mode SYMMETRIC is supported for one cell, found %d", pad);
        }
      }
    }
    return node.add(new Pad(ours, 0), node.input(0), pads(node));
  }

  /// Pairs for each axis as all that go before, then all that go after.
  private static Value pads(NodeContext node) {
    Tensor known = node.constant(1);
    if (known == null) {
      Value turned = node.addPart("transpose", Transpose.of(1, 0), node.input(1));
      Value flat = node.constantPart("pads_shape", Tensor.vector(-1));
      return node.addPart("pads", new Reshape(true), turned, flat);
    }
    long[] pairs = node.requireLongs(1, "the pads");
    boolean fits = known.shape().rank() == 2 && known.shape().dim(1) == 2;
    if (!fits) {
      throw node.malformed("expected two pads for each axis, found %s".formatted(known.spec()));
    }
    int rank = pairs.length / 2;
    long[] pads = new long[pairs.length];
    for (int axis = 0; axis < rank; axis++) {
      if (pairs[2 * axis] < 0 || pairs[2 * axis + 1] < 0) {
        throw node.malformed("pads must not be negative");
      }
      pads[axis] = pairs[2 * axis];
      pads[axis + rank] = pairs[2 * axis + 1];
    }
    return node.constantPart("pads", Tensor.vector(pads));
  }

  /// Python's slices. Ranges that are computed are taken if they are plain.
  static Value strided(NodeContext node) {
    Tensor begin = node.constant(1);
    Tensor end = node.constant(2);
    long[] strides = node.requireLongs(3, "the strides");
    if (strides.length > ImportedModel.MAX_RANK) {
      throw node.malformed("%d axes are too many".formatted(strides.length));
    }
    StridedRanges.Masks masks = StridedRanges.Masks.of(node);
    if (begin == null || end == null) {
      return computed(node, strides, begin, masks);
    }
    StridedRanges ranges =
        new StridedRanges(
            node,
            node.requireLongs(1, "the beginning"),
            node.requireLongs(2, "the end"),
            strides,
            masks);
    return ranges.add();
  }

  private static Value computed(
      NodeContext node, long[] strides, @Nullable Tensor begin, StridedRanges.Masks masks) {
    if (!masks.areEmpty()) {
      throw node.unsupported("%s must be constant", begin == null ? "the beginning" : "the end");
    }
    long[] axes = LongStream.range(0, strides.length).toArray();
    return node.add(
        new Slice(),
        node.input(0),
        node.input(1),
        node.input(2),
        node.constantPart("axes", Tensor.vector(axes)),
        node.constantPart("steps", Tensor.vector(strides)));
  }
}
