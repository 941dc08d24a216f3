package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Ops that cut values apart, join them and extend them.
final class SliceImporter {
  private SliceImporter() {}

  /// Ranges are attributes up to op set 9, then inputs.
  static Value slice(NodeContext node) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(node.input(0));
    if (node.opset() < 10) {
      inputs.add(node.constantPart("starts", Tensor.vector(required(node, "starts"))));
      inputs.add(node.constantPart("ends", Tensor.vector(required(node, "ends"))));
      long[] axes = node.attributes().integers("axes");
      if (axes != null) {
        inputs.add(node.constantPart("axes", Tensor.vector(axes)));
      }
      return node.add(new Slice(), inputs.toArray(Value[]::new));
    }
    inputs.add(node.input(1));
    inputs.add(node.input(2));
    if (node.has(3)) {
      inputs.add(node.input(3));
    } else if (node.has(4)) {
      inputs.add(node.constantPart("axes", Tensor.vector(leadingAxes(node, node.input(1)))));
    }
    if (node.has(4)) {
      inputs.add(node.input(4));
    }
    return node.add(new Slice(), inputs.toArray(Value[]::new));
  }

  private static long[] leadingAxes(NodeContext node, Value starts) {
    Shape shape = node.shape(starts);
    if (!shape.isRankKnown() || shape.rank() != 1 || !shape.isKnown(0)) {
      throw node.unsupported("the number of sliced axes must be known");
    }
    if (shape.dim(0) > ImportedModel.MAX_RANK) {
      throw node.malformed("%d axes are too many".formatted(shape.dim(0)));
    }
    return LongStream.range(0, shape.dim(0)).toArray();
  }

  private static long[] required(NodeContext node, String attribute) {
    long[] values = node.attributes().integers(attribute);
    if (values == null) {
      throw node.malformed("attribute %s is missing".formatted(attribute));
    }
    return values;
  }

  /// Sizes are an attribute up to op set 12, then an input.
  static Value split(NodeContext node) {
    int axis = node.attributes().small("axis", 0);
    long[] sizes = node.attributes().integers("split");
    if (sizes == null && node.has(1)) {
      sizes = node.requireLongs(1, "the sizes of the pieces");
    }
    ImmutableList<Long> list =
        sizes == null ? ImmutableList.of() : ImmutableList.copyOf(Longs.asList(sizes));
    return node.add(new Split(axis, node.outputCount(), list), node.input(0));
  }

  static Value gather(NodeContext node) {
    return node.add(new Gather(node.attributes().small("axis", 0)), node.input(0), node.input(1));
  }

  static Value concat(NodeContext node) {
    return node.add(
        new Concat(node.attributes().small("axis", 1)), node.inputs().toArray(Value[]::new));
  }

  /// Pads and fill are attributes up to op set 10, then inputs; from 18 on the axes may be named.
  static Value pad(NodeContext node) {
    Pad.Mode mode = mode(node);
    if (node.opset() < 11) {
      Value pads = node.constantPart("pads", Tensor.vector(required(node, "pads")));
      return node.add(new Pad(mode, node.attributes().number("value", 0)), node.input(0), pads);
    }
    double fill = 0;
    if (node.has(2)) {
      Tensor tensor = node.requireConstant(2, "the fill");
      if (tensor.elementCount() != 1) {
        throw node.malformed("expected a fill of one element, found %s".formatted(tensor.spec()));
      }
      fill = tensor.getDouble(0);
    }
    Value pads = node.has(3) ? allPads(node) : node.input(1);
    return node.add(new Pad(mode, fill), node.input(0), pads);
  }

  private static Pad.Mode mode(NodeContext node) {
    String mode = node.attributes().text("mode", "constant");
    return switch (mode) {
      case "constant" -> Pad.Mode.CONSTANT;
      case "reflect" -> Pad.Mode.REFLECT;
      case "edge" -> Pad.Mode.EDGE;
      case "wrap" -> Pad.Mode.WRAP;
      default -> throw node.malformed("unknown mode \"%s\"".formatted(mode));
    };
  }

  /// The pads of all axes, from those of the named ones.
  private static Value allPads(NodeContext node) {
    long[] axes = node.requireLongs(3, "the axes");
    long[] given = node.requireLongs(1, "the pads");
    int rank = node.rank(node.input(0));
    if (given.length != 2 * axes.length) {
      throw node.malformed("expected %d pads, found %d".formatted(2 * axes.length, given.length));
    }
    long[] pads = new long[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = axis(node, axes[i], rank);
      pads[axis] = given[i];
      pads[axis + rank] = given[i + axes.length];
    }
    return node.constantPart("pads", Tensor.vector(pads));
  }

  /// An axis counted from 0.
  static int axis(NodeContext node, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw node.malformed("axis %d does not exist in rank %d".formatted(axis, rank));
    }
    return Ints.checkedCast(axis < 0 ? axis + rank : axis);
  }
}
