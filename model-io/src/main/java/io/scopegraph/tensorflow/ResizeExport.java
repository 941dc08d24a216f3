package io.scopegraph.tensorflow;

import io.scopegraph.op.Resize;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Resampling as nodes of TensorFlow's, which change the two spatial axes of NHWC values.
final class ResizeExport {
  /// Where TensorFlow samples.
  private enum Grid {
    PLAIN,
    ALIGN_CORNERS,
    HALF_PIXEL_CENTERS
  }

  private final NodeExport node;
  private final Resize op;
  private final Shape x;
  private final long[] sizes;

  private ResizeExport(NodeExport node, Resize op, long[] sizes) {
    this.node = node;
    this.op = op;
    this.x = node.shape(0);
    this.sizes = sizes;
  }

  static void resize(NodeExport node, Resize op) {
    Tensor target = node.constant(1);
    Shape x = node.shape(0);
    if (target == null || !x.isRankKnown() || x.rank() != 4) {
      throw node.unsupported(
          "TensorFlow resizes values of rank 4, and the target must be constant");
    }
    long[] sizes = node.output().shape().dims();
    new ResizeExport(node, op, sizes).add(target);
  }

  private void add(Tensor target) {
    boolean channelsLast = !changed(target, 0) && !changed(target, 3);
    boolean channelsFirst = !changed(target, 0) && !changed(target, 1);
    if (!channelsLast && !channelsFirst) {
      throw node.unsupported("TensorFlow resizes two axes beside each other");
    }
    int height = channelsLast ? 1 : 2;
    checkScales(target, height);
    String type = type();
    Grid grid = grid(height);
    ExportScope scope = node.scope();
    String size = scope.vector("size", sizes[height], sizes[height + 1]);
    if (channelsLast) {
      sample(scope.result(type), node.input(0), size, grid).add();
      return;
    }
    DType dtype = node.dtype(0);
    String moved =
        LayoutExport.part(scope, "nhwc", node.input(0), dtype, x, Transpose.NCHW_TO_NHWC);
    Shape shape = LayoutExport.permuted(node.output().shape(), Transpose.NCHW_TO_NHWC);
    String sampled = sample(scope.part(type, type, shape), moved, size, grid).add();
    LayoutExport.result(scope, sampled, dtype, Transpose.NHWC_TO_NCHW);
  }

  private boolean changed(Tensor target, int axis) {
    return op.target() == Resize.Target.SCALES
        ? target.getFloat(axis) != 1
        : target.getLong(axis) != x.dim(axis);
  }

  /// TensorFlow's scales are those of the extents, which has to come to the same.
  private void checkScales(Tensor target, int height) {
    for (int axis = height; axis < height + 2; axis++) {
      if (!x.isKnown(axis)) {
        throw node.unsupported("the height and width of its input must be known");
      }
      if (op.target() == Resize.Target.SCALES
          && (float) sizes[axis] != target.getFloat(axis) * x.dim(axis)) {
        throw node.unsupported(
            "scale %s of an extent of %d is no whole number", target.getFloat(axis), x.dim(axis));
      }
    }
  }

  private String type() {
    DType dtype = node.dtype(0);
    return switch (op.interpolation()) {
      case NEAREST -> "ResizeNearestNeighbor";
      case LINEAR -> {
        if (dtype != DType.FLOAT32) {
          throw node.unsupported("TensorFlow's bilinear result is float32, not %s", dtype);
        }
        yield "ResizeBilinear";
      }
    };
  }

  private Grid grid(int height) {
    boolean nearest = op.interpolation() == Resize.Interpolation.NEAREST;
    boolean single = sizes[height] == 1 || sizes[height + 1] == 1;
    Grid grid =
        switch (op.coordinates()) {
          case ASYMMETRIC -> fits(nearest, Resize.Rounding.FLOOR) ? Grid.PLAIN : null;
          case ALIGN_CORNERS ->
              fits(nearest, Resize.Rounding.ROUND_PREFER_CEIL) ? Grid.ALIGN_CORNERS : null;
          case HALF_PIXEL, HALF_PIXEL_SYMMETRIC ->
              fits(nearest, Resize.Rounding.ROUND_PREFER_CEIL) ? Grid.HALF_PIXEL_CENTERS : null;
          case PYTORCH_HALF_PIXEL ->
              !single && fits(nearest, Resize.Rounding.ROUND_PREFER_CEIL)
                  ? Grid.HALF_PIXEL_CENTERS
                  : null;
          case TF_HALF_PIXEL_FOR_NN ->
              nearest && op.rounding() == Resize.Rounding.FLOOR ? Grid.HALF_PIXEL_CENTERS : null;
          case TF_CROP_AND_RESIZE -> null;
        };
    if (grid == null) {
      throw node.unsupported(
          "TensorFlow does not sample %s by %s, rounded by %s",
          op.interpolation(), op.coordinates(), op.rounding());
    }
    return grid;
  }

  private boolean fits(boolean nearest, Resize.Rounding rounding) {
    return !nearest || op.rounding() == rounding;
  }

  private NodeDraft sample(NodeDraft draft, String input, String size, Grid grid) {
    draft
        .inputs(input, size)
        .type("T", node.dtype(0))
        .flag("align_corners", grid == Grid.ALIGN_CORNERS);
    return grid == Grid.HALF_PIXEL_CENTERS ? draft.flag("half_pixel_centers", true) : draft;
  }
}
