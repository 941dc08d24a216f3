package io.scopegraph.onnx;

import com.google.common.primitives.Ints;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolutions. The model's filters begin with the channels; they are transposed in the graph,
/// where a constant filter is folded.
final class ConvImporter {
  /// (out, in / groups, h, w) to (h, w, in / groups, out), and (in, out / groups, h, w) to (h, w,
  /// out / groups, in).
  private static final Transpose CHANNELS_LAST = Transpose.of(2, 3, 1, 0);

  private ConvImporter() {}

  static Value conv(NodeContext node) {
    SpatialWindow window = SpatialWindow.of(node, kernelShape(node));
    Epilogue epilogue = node.has(2) ? Epilogue.NONE.withBias() : Epilogue.NONE;
    Conv2D op =
        new Conv2D(
            window.strides(),
            window.dilations(),
            window.padding(),
            node.attributes().small("group", 1),
            DataFormat.NCHW,
            epilogue);
    return window.finish(node, op, operands(node, window));
  }

  static Value convTranspose(NodeContext node) {
    SpatialWindow window = SpatialWindow.of(node, kernelShape(node));
    Size2 extra =
        SpatialWindow.pair(
            node, "output_padding", node.attributes().smalls("output_padding"), window.axes(), 0);
    Padding padding = window.padding();
    int[] outputShape = node.attributes().smalls("output_shape");
    if (outputShape != null) {
      Size2 target = SpatialWindow.pair(node, "output_shape", outputShape, window.axes(), 1);
      Size2 total = surplus(node, window, extra, target);
      padding = distribute(total, padding.kind() == Padding.Kind.SAME_UPPER);
      extra =
          new Size2(
              extra.height() + Math.max(0, -total.height()),
              extra.width() + Math.max(0, -total.width()));
    }
    ConvTranspose2D op =
        new ConvTranspose2D(
            window.strides(),
            window.dilations(),
            padding,
            extra,
            node.attributes().small("group", 1),
            DataFormat.NCHW,
            node.has(2) ? Epilogue.NONE.withBias() : Epilogue.NONE);
    return window.finish(node, op, operands(node, window));
  }

  private static Value[] operands(NodeContext node, SpatialWindow window) {
    List<Value> operands = new ArrayList<>();
    operands.add(window.raise(node, "raised", node.input(0)));
    Value filter = window.raise(node, "raised_filter", node.input(1));
    operands.add(node.addPart("filter", CHANNELS_LAST, filter));
    if (node.has(2)) {
      operands.add(node.input(2));
    }
    return operands.toArray(Value[]::new);
  }

  /// The window from the attribute or else from the filter.
  private static int[] kernelShape(NodeContext node) {
    int[] attribute = node.attributes().smalls("kernel_shape");
    Shape filter = node.shape(node.input(1));
    if (!filter.isRankKnown()) {
      if (attribute == null) {
        throw node.unsupported("neither kernel_shape nor the shape of the filter is known");
      }
      return attribute;
    }
    if (filter.rank() < 3) {
      throw node.malformed("expected a filter of rank 3 or more, found %s".formatted(filter));
    }
    int[] kernel = new int[filter.rank() - 2];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = Ints.saturatedCast(filter.dim(axis + 2));
    }
    check(node, attribute, kernel);
    return attribute == null ? kernel : attribute;
  }

  private static void check(NodeContext node, int @Nullable [] attribute, int[] kernel) {
    if (attribute == null) {
      return;
    }
    boolean fits = attribute.length == kernel.length;
    for (int axis = 0; fits && axis < kernel.length; axis++) {
      fits = kernel[axis] == Shape.UNKNOWN || kernel[axis] == attribute[axis];
    }
    if (!fits) {
      throw node.malformed(
          "kernel_shape %s does not fit the filter's window %s"
              .formatted(Ints.asList(attribute), Ints.asList(kernel)));
    }
  }

  /// How many cells the full output has more than the wanted one; negative if it has fewer.
  private static Size2 surplus(NodeContext node, SpatialWindow window, Size2 extra, Size2 target) {
    Shape x = node.shape(node.input(0));
    if (x.isRankKnown() && x.rank() != window.axes() + 2) {
      throw node.malformed(
          "expected an input of rank %d, found %s".formatted(window.axes() + 2, x));
    }
    if (!x.isRankKnown() || !x.isKnown(-1) || !x.isKnown(window.axes() == 2 ? -2 : -1)) {
      throw node.unsupported("with output_shape the extents of its input must be known");
    }
    long height = window.axes() == 2 ? x.dim(-2) : 1;
    return new Size2(
        surplus(
            height,
            window.strides().height(),
            Padding.extent(window.kernel().height(), window.dilations().height()),
            extra.height(),
            target.height()),
        surplus(
            x.dim(-1),
            window.strides().width(),
            Padding.extent(window.kernel().width(), window.dilations().width()),
            extra.width(),
            target.width()));
  }

  private static int surplus(long input, int stride, long window, int extra, int target) {
    long full = Math.multiplyExact((long) stride, input - 1);
    return Math.toIntExact(Math.addExact(full, window + extra - target));
  }

  /// An odd cell is cut off at the end with SAME_UPPER, else at the beginning.
  private static Padding distribute(Size2 total, boolean upper) {
    int height = Math.max(0, total.height());
    int width = Math.max(0, total.width());
    int top = upper ? height / 2 : height - height / 2;
    int left = upper ? width / 2 : width - width / 2;
    return Padding.explicit(top, left, height - top, width - left);
  }
}
