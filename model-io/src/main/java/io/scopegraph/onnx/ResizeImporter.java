package io.scopegraph.onnx;

import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.TargetShape;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Resize;
import io.scopegraph.op.Resize.Coordinates;
import io.scopegraph.op.Resize.Interpolation;
import io.scopegraph.op.Resize.Rounding;
import io.scopegraph.op.Resize.Target;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;

/// Resize and its predecessor Upsample.
final class ResizeImporter {
  private ResizeImporter() {}

  /// Scales are an attribute up to op set 8, then an input.
  static Value upsample(NodeContext node) {
    Value scales;
    if (node.opset() < 9) {
      float[] attribute = node.attributes().numbers("scales");
      if (attribute == null) {
        throw node.malformed("attribute scales is missing");
      }
      scales = node.constantPart("scales", Tensor.ofFloats(Shape.of(attribute.length), attribute));
    } else {
      scales = node.input(1);
    }
    return legacy(node, scales, Rounding.FLOOR);
  }

  static Value resize(NodeContext node) {
    node.requireFloating(node.input(0));
    if (node.opset() < 11) {
      return legacy(node, node.input(1), legacyRounding(node));
    }
    refuseVariants(node);
    Coordinates coordinates = coordinates(node);
    boolean bySizes = isGiven(node, 3);
    if (!bySizes && !isGiven(node, 2)) {
      throw node.malformed("neither scales nor sizes are given");
    }
    Resize op =
        new Resize(
            interpolation(node),
            bySizes ? Target.SIZES : Target.SCALES,
            coordinates,
            rounding(node),
            node.attributes().number("extrapolation_value", 0));
    Value target = bySizes ? sizes(node) : scales(node);
    if (coordinates != Coordinates.TF_CROP_AND_RESIZE) {
      return node.add(op, node.input(0), target);
    }
    return node.add(op, node.input(0), target, region(node));
  }

  private static Value legacy(NodeContext node, Value scales, Rounding rounding) {
    node.requireFloating(node.input(0));
    Resize op = new Resize(interpolation(node), Target.SCALES, Coordinates.ASYMMETRIC, rounding, 0);
    return node.add(op, node.input(0), scales);
  }

  /// In op set 10 the source cell is rounded down when enlarging and up when shrinking.
  private static Rounding legacyRounding(NodeContext node) {
    if (interpolation(node) == Interpolation.LINEAR) {
      return Rounding.FLOOR;
    }
    Tensor scales = node.requireConstant(1, "the scales");
    boolean enlarging = true;
    boolean shrinking = true;
    for (long i = 0; i < scales.elementCount(); i++) {
      enlarging &= scales.getDouble(i) >= 1;
      shrinking &= scales.getDouble(i) <= 1;
    }
    if (!enlarging && !shrinking) {
      throw node.unsupported("shrinking one axis while enlarging another is not supported");
    }
    return enlarging ? Rounding.FLOOR : Rounding.CEIL;
  }

  private static void refuseVariants(NodeContext node) {
    if (node.attributes().flag("antialias", false)) {
      throw node.unsupported("antialias is not supported");
    }
    String policy = node.attributes().text("keep_aspect_ratio_policy", "stretch");
    if (!policy.equals("stretch")) {
      throw node.unsupported("keep_aspect_ratio_policy %s is not supported", policy);
    }
  }

  /// Whether an optional input is there and not empty.
  private static boolean isGiven(NodeContext node, int input) {
    Tensor constant = node.constant(input);
    return node.has(input) && (constant == null || constant.elementCount() > 0);
  }

  /// From op set 18 on only some axes may be named; the others keep their extent.
  private static Value sizes(NodeContext node) {
    Value sizes = node.input(3);
    long[] axes = node.attributes().integers("axes");
    if (axes == null) {
      return node.dtype(sizes) == DType.INT32
          ? node.addPart("sizes", new Cast(DType.INT64), sizes)
          : sizes;
    }
    long[] given = node.requireLongs(3, "the sizes");
    checkCount(node, "sizes", axes.length, given.length);
    int rank = node.rank(node.input(0));
    long[] byAxis = new long[rank];
    boolean[] named = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = SliceImporter.axis(node, axes[i], rank);
      byAxis[axis] = given[i];
      named[axis] = true;
    }
    TargetShape target = new TargetShape(node, node.input(0));
    for (int axis = 0; axis < rank; axis++) {
      target = named[axis] ? target.fixed(byAxis[axis]) : target.scaled(axis, 1);
    }
    return target.build("sizes");
  }

  private static Value scales(NodeContext node) {
    long[] axes = node.attributes().integers("axes");
    if (axes == null) {
      return node.input(2);
    }
    float[] given = node.requireConstant(2, "the scales").toFloatArray();
    checkCount(node, "scales", axes.length, given.length);
    int rank = node.rank(node.input(0));
    float[] scales = new float[rank];
    Arrays.fill(scales, 1);
    for (int i = 0; i < axes.length; i++) {
      scales[SliceImporter.axis(node, axes[i], rank)] = given[i];
    }
    return node.constantPart("scales", Tensor.ofFloats(Shape.of(rank), scales));
  }

  /// The region as float32, with the whole extent for axes that are not named.
  private static Value region(NodeContext node) {
    Value region = node.input(1);
    long[] axes = node.attributes().integers("axes");
    if (axes == null) {
      return node.dtype(region) == DType.FLOAT32
          ? region
          : node.addPart("region", new Cast(DType.FLOAT32), region);
    }
    float[] given = node.requireConstant(1, "the region").toFloatArray();
    checkCount(node, "numbers of the region", 2 * axes.length, given.length);
    int rank = node.rank(node.input(0));
    float[] full = new float[2 * rank];
    Arrays.fill(full, rank, 2 * rank, 1);
    for (int i = 0; i < axes.length; i++) {
      int axis = SliceImporter.axis(node, axes[i], rank);
      full[axis] = given[i];
      full[axis + rank] = given[i + axes.length];
    }
    return node.constantPart("region", Tensor.ofFloats(Shape.of(2L * rank), full));
  }

  private static void checkCount(NodeContext node, String what, int expected, int found) {
    if (expected != found) {
      throw node.malformed("expected %d %s, found %d".formatted(expected, what, found));
    }
  }

  private static Interpolation interpolation(NodeContext node) {
    String mode = node.attributes().text("mode", "nearest");
    return switch (mode) {
      case "nearest" -> Interpolation.NEAREST;
      case "linear", "bilinear" -> Interpolation.LINEAR;
      default -> throw node.unsupported("mode %s is not supported", mode);
    };
  }

  private static Coordinates coordinates(NodeContext node) {
    String mode = node.attributes().text("coordinate_transformation_mode", "half_pixel");
    return switch (mode) {
      case "half_pixel" -> Coordinates.HALF_PIXEL;
      case "pytorch_half_pixel" -> Coordinates.PYTORCH_HALF_PIXEL;
      case "half_pixel_symmetric" -> Coordinates.HALF_PIXEL_SYMMETRIC;
      case "asymmetric" -> Coordinates.ASYMMETRIC;
      case "align_corners" -> Coordinates.ALIGN_CORNERS;
      case "tf_half_pixel_for_nn" -> Coordinates.TF_HALF_PIXEL_FOR_NN;
      case "tf_crop_and_resize" -> Coordinates.TF_CROP_AND_RESIZE;
      default -> throw node.malformed("unknown coordinate transformation \"%s\"".formatted(mode));
    };
  }

  private static Rounding rounding(NodeContext node) {
    String mode = node.attributes().text("nearest_mode", "round_prefer_floor");
    return switch (mode) {
      case "round_prefer_floor" -> Rounding.ROUND_PREFER_FLOOR;
      case "round_prefer_ceil" -> Rounding.ROUND_PREFER_CEIL;
      case "floor" -> Rounding.FLOOR;
      case "ceil" -> Rounding.CEIL;
      default -> throw node.malformed("unknown nearest_mode \"%s\"".formatted(mode));
    };
  }
}
