package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import org.jspecify.annotations.Nullable;

/// The sliding window of a convolution or pooling node over one or two spatial axes. With one, the
/// values get a height of 1 before, and lose it afterwards.
record SpatialWindow(int axes, Size2 kernel, Size2 strides, Size2 dilations, Padding padding) {
  /// Reads the attributes of a node.
  ///
  /// @param kernelShape the window, as there are several places where it may stand
  static SpatialWindow of(NodeContext node, int[] kernelShape) {
    int axes = kernelShape.length;
    if (axes != 1 && axes != 2) {
      throw node.unsupported("%d spatial axes are not supported, only 1 and 2", axes);
    }
    return new SpatialWindow(
        axes,
        pair(node, "kernel_shape", kernelShape, axes, 1),
        pair(node, "strides", node.attributes().smalls("strides"), axes, 1),
        pair(node, "dilations", node.attributes().smalls("dilations"), axes, 1),
        padding(node, axes));
  }

  /// One number per spatial axis, with the missing height of a single axis made up.
  static Size2 pair(
      NodeContext node, String attribute, int @Nullable [] values, int axes, int absent) {
    if (values == null) {
      return Size2.of(absent);
    }
    if (values.length != axes) {
      throw node.malformed(
          "attribute %s must have %d numbers, found %d".formatted(attribute, axes, values.length));
    }
    return axes == 1 ? new Size2(absent, values[0]) : new Size2(values[0], values[1]);
  }

  private static Padding padding(NodeContext node, int axes) {
    String auto = node.attributes().text("auto_pad", "NOTSET");
    return switch (auto) {
      case "NOTSET", "" -> explicit(node, axes);
      case "VALID" -> Padding.VALID;
      case "SAME_UPPER" -> Padding.SAME;
      case "SAME_LOWER" -> Padding.SAME_LOWER;
      default -> throw node.malformed("unknown auto_pad \"%s\"".formatted(auto));
    };
  }

  private static Padding explicit(NodeContext node, int axes) {
    int[] pads = node.attributes().smalls("pads");
    if (pads == null) {
      return Padding.VALID;
    }
    if (pads.length != 2 * axes) {
      throw node.malformed(
          "attribute pads must have %d numbers, found %d".formatted(2 * axes, pads.length));
    }
    for (int pad : pads) {
      if (pad < 0) {
        throw node.unsupported("negative pads are not supported");
      }
    }
    return axes == 1
        ? Padding.explicit(0, pads[0], 0, pads[1])
        : Padding.explicit(pads[0], pads[1], pads[2], pads[3]);
  }

  /// Gives a value of one spatial axis a height.
  Value raise(NodeContext node, String part, Value value) {
    return axes == 1 ? node.addPart(part, new Unsqueeze(ImmutableList.of(2)), value) : value;
  }

  /// Adds the node's own op, and takes the height away again.
  Value finish(NodeContext node, Op op, Value... inputs) {
    if (axes == 2) {
      return node.add(op, inputs);
    }
    Value raised = node.addPart("window", op, inputs);
    return node.add(new Squeeze(ImmutableList.of(2)), raised);
  }
}
