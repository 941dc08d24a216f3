package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Convolutions. The number of groups follows from the shapes.
final class ConvolutionImporter {
  private ConvolutionImporter() {}

  static Value conv(NodeContext node) {
    DataFormat format = node.format();
    Value x = node.input(0);
    Value filter = node.input(1);
    long channels = dim(node, x, format.channelAxis());
    long taken = dim(node, filter, 2);
    boolean grouped = channels > 0 && taken > 0 && channels % taken == 0;
    int groups = grouped ? Math.toIntExact(channels / taken) : 1;
    return node.add(op(node, format, groups), x, filter);
  }

  /// The filter (h, w, channels, m) is read as (h, w, 1, channels * m).
  static Value depthwise(NodeContext node) {
    DataFormat format = node.format();
    Value filter = node.input(1);
    Shape shape = node.shape(filter);
    if (!shape.isFullyDefined() || shape.rank() != 4) {
      throw node.unsupported("expected a filter of rank 4 and known extents, found %s", shape);
    }
    long[] dims = {shape.dim(0), shape.dim(1), 1, Math.multiplyExact(shape.dim(2), shape.dim(3))};
    if (shape.dim(2) == 0) {
      throw node.malformed("the filter has no channels");
    }
    Tensor known = node.constant(1);
    Value reshaped =
        known != null
            ? node.constantPart("filter", known.reshaped(Shape.of(dims)))
            : node.addPart(
                "filter",
                new Reshape(true),
                filter,
                node.constantPart("filter_shape", Tensor.vector(dims)));
    return node.add(op(node, format, Math.toIntExact(shape.dim(2))), node.input(0), reshaped);
  }

  private static Conv2D op(NodeContext node, DataFormat format, int groups) {
    return new Conv2D(
        WindowImporter.spatial(node, "strides", format),
        WindowImporter.spatial(node, "dilations", format),
        WindowImporter.padding(node, format),
        groups,
        format,
        Epilogue.NONE);
  }

  /// An extent, or -1 if it is not known.
  private static long dim(NodeContext node, Value value, int axis) {
    Shape shape = node.shape(value);
    return shape.isRankKnown() && shape.rank() == 4 ? shape.dim(axis) : Shape.UNKNOWN;
  }

  /// The gradient of a convolution with respect to its input, used as a layer of its own. Its first
  /// input is the shape of the result.
  static Value transposed(NodeContext node) {
    DataFormat format = node.format();
    Value filter = node.input(1);
    Value x = node.input(2);
    Size2 strides = WindowImporter.spatial(node, "strides", format);
    Size2 dilations = WindowImporter.spatial(node, "dilations", format);
    Padding padding = WindowImporter.padding(node, format);
    Shape window = node.shape(filter);
    if (!window.isFullyDefined() || window.rank() != 4) {
      throw node.unsupported("expected a filter of rank 4 and known extents, found %s", window);
    }
    Tensor sizes = node.constant(0);
    long outputHeight = sizes == null ? Shape.UNKNOWN : extent(node, sizes, format.heightAxis());
    long outputWidth = sizes == null ? Shape.UNKNOWN : extent(node, sizes, format.widthAxis());
    long channels = dim(node, x, format.channelAxis());
    if (channels != Shape.UNKNOWN && channels != window.dim(3)) {
      throw node.malformed(
          "the input has %d channels, the filter %s gives %d"
              .formatted(channels, window, window.dim(3)));
    }
    long produced = sizes == null ? window.dim(2) : extent(node, sizes, format.channelAxis());
    boolean grouped = window.dim(2) > 0 && produced % window.dim(2) == 0;
    int groups = grouped ? Math.max(1, Math.toIntExact(produced / window.dim(2))) : 1;
    Side height =
        side(node, padding, Padding.Axis.HEIGHT, outputHeight, window.dim(0), strides, dilations);
    Side width =
        side(node, padding, Padding.Axis.WIDTH, outputWidth, window.dim(1), strides, dilations);
    boolean same = padding.kind() == Padding.Kind.SAME_UPPER;
    boolean natural = same && height.natural && width.natural;
    boolean spelledOut = same && !natural;
    Padding resolved =
        spelledOut
            ? Padding.explicit(height.before, width.before, height.after, width.after)
            : padding;
    Size2 extra = natural ? new Size2(0, 0) : new Size2(height.extra, width.extra);
    ConvTranspose2D op =
        new ConvTranspose2D(strides, dilations, resolved, extra, groups, format, Epilogue.NONE);
    return node.add(op, x, filter);
  }

  private static long extent(NodeContext node, Tensor sizes, int axis) {
    if (sizes.elementCount() == 2) {
      // The spatial extents alone.
      return axis == node.format().heightAxis()
          ? sizes.getLong(0)
          : axis == node.format().widthAxis() ? sizes.getLong(1) : Shape.UNKNOWN;
    }
    if (sizes.elementCount() != 4) {
      throw node.malformed("expected 4 sizes, found %s".formatted(sizes.spec()));
    }
    return sizes.getLong(axis);
  }

  /// One spatial axis of the result.
  ///
  /// @param natural whether SAME itself gives the wanted extent, input * stride
  /// @param extra the cells at the end that no padding rule accounts for
  private record Side(boolean natural, int before, int after, int extra) {
    static Side of(boolean natural, long before, long after, long extra) {
      return new Side(
          natural, Math.toIntExact(before), Math.toIntExact(after), Math.toIntExact(extra));
    }
  }

  /// The convolution that this is the gradient of maps the output's extent to the input's; there
  /// are as many such extents as the stride.
  private static Side side(
      NodeContext node,
      Padding padding,
      Padding.Axis axis,
      long output,
      long window,
      Size2 strides,
      Size2 dilations) {
    boolean height = axis == Padding.Axis.HEIGHT;
    int stride = height ? strides.height() : strides.width();
    int dilation = height ? dilations.height() : dilations.width();
    long reach = Padding.extent(Math.toIntExact(window), dilation);
    boolean same = padding.kind() == Padding.Kind.SAME_UPPER;
    long before = height ? padding.top() : padding.left();
    long after = height ? padding.bottom() : padding.right();
    if (output == Shape.UNKNOWN) {
      if (!same && stride > 1) {
        throw node.unsupported("the extents of its result must be constant");
      }
      return Side.of(true, before, after, 0);
    }
    if (stride <= 0 || output <= 0) {
      throw node.malformed("sizes and strides must be positive");
    }
    if (!same) {
      return Side.of(false, before, after, Math.floorMod(output + before + after - reach, stride));
    }
    long input = Math.ceilDiv(output, stride);
    long total = Math.max(0, (input - 1) * stride + reach - output);
    long extra = output - (input - 1) * stride - reach + total;
    return Side.of(output % stride == 0, total / 2, total - total / 2, extra);
  }
}
