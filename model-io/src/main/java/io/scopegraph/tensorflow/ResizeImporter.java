package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.TargetShape;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Resize;
import io.scopegraph.op.Resize.Coordinates;
import io.scopegraph.op.Resize.Interpolation;
import io.scopegraph.op.Resize.Rounding;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;

/// Resampling of the two spatial axes of NHWC values.
final class ResizeImporter {
  private ResizeImporter() {}

  /// The result is float32 whatever goes in.
  static Value bilinear(NodeContext node) {
    Value x = node.input(0);
    if (node.dtype(x) != DType.FLOAT32) {
      x = node.addPart("float32", new Cast(DType.FLOAT32), x);
    }
    Coordinates coordinates =
        aligned(node)
            ? Coordinates.ALIGN_CORNERS
            : halfPixel(node) ? Coordinates.HALF_PIXEL : Coordinates.ASYMMETRIC;
    return node.add(
        new Resize(Interpolation.LINEAR, Resize.Target.SIZES, coordinates, Rounding.FLOOR, 0),
        x,
        sizes(node, x));
  }

  static Value nearest(NodeContext node) {
    Value x = node.input(0);
    Coordinates coordinates =
        aligned(node)
            ? Coordinates.ALIGN_CORNERS
            : halfPixel(node) ? Coordinates.TF_HALF_PIXEL_FOR_NN : Coordinates.ASYMMETRIC;
    Rounding rounding = aligned(node) ? Rounding.ROUND_PREFER_CEIL : Rounding.FLOOR;
    return node.add(
        new Resize(Interpolation.NEAREST, Resize.Target.SIZES, coordinates, rounding, 0),
        x,
        sizes(node, x));
  }

  private static boolean aligned(NodeContext node) {
    return node.attributes().flag("align_corners", false);
  }

  private static boolean halfPixel(NodeContext node) {
    return node.attributes().flag("half_pixel_centers", false);
  }

  /// The extents of all four axes, from those of the spatial ones.
  private static Value sizes(NodeContext node, Value x) {
    if (node.rank(x) != 4) {
      throw node.malformed("expected an input of rank 4, found %s".formatted(node.shape(x)));
    }
    Tensor known = node.constant(1);
    if (known != null) {
      long[] size = node.requireLongs(1, "the size");
      if (size.length != 2) {
        throw node.malformed("expected a height and a width, found %s".formatted(known.spec()));
      }
      return new TargetShape(node, x).scaled(0, 1).fixed(size).scaled(3, 1).build("sizes");
    }
    Value batch = node.addPart("batch", new ShapeOp(0, 1), x);
    Value size = node.addPart("size", new Cast(DType.INT64), node.input(1));
    Value channels = node.addPart("channels", new ShapeOp(3, 4), x);
    return node.addPart("sizes", new Concat(0), batch, size, channels);
  }
}
