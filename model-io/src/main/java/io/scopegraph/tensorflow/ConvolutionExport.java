package io.scopegraph.tensorflow;

import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.List;

/// Convolutions as nodes of TensorFlow's.
final class ConvolutionExport {
  private ConvolutionExport() {}

  static void conv(NodeExport node, Conv2D op) {
    ExportScope core = Epilogues.core(node, op.epilogue(), "Conv2D");
    Padding padding = resolve(node, op);
    String result =
        isDepthwise(node, op, padding) ? depthwise(node, op, core) : plain(node, op, padding, core);
    Epilogues.finish(node, op.epilogue(), result, 2, op.format());
  }

  private static String plain(NodeExport node, Conv2D op, Padding padding, ExportScope core) {
    NodeDraft draft = core.result("Conv2D").inputs(node.input(0), node.input(1));
    return windows(draft, node.dtype(0), op.strides(), op.dilations(), padding, op.format()).add();
  }

  /// The padding in a form that TensorFlow has.
  private static Padding resolve(NodeExport node, Conv2D op) {
    if (op.padding().kind() != Padding.Kind.SAME_LOWER) {
      return op.padding();
    }
    Shape x = node.shape(0);
    Shape filter = node.shape(1);
    if (!x.isRankKnown()
        || !filter.isRankKnown()
        || !x.isKnown(op.format().heightAxis())
        || !x.isKnown(op.format().widthAxis())
        || !filter.isKnown(0)
        || !filter.isKnown(1)) {
      throw node.unsupported(
          "padding SAME_LOWER has no form in TensorFlow unless the extents are known");
    }
    Size2 window = new Size2(Math.toIntExact(filter.dim(0)), Math.toIntExact(filter.dim(1)));
    return WindowPadding.explicit(
        op.padding(),
        new Size2(Math.toIntExact(op.format().height(x)), Math.toIntExact(op.format().width(x))),
        window,
        op.strides(),
        op.dilations());
  }

  /// TensorFlow's depthwise op wants equal strides, and no dilations on the CPU.
  private static boolean isDepthwise(NodeExport node, Conv2D op, Padding padding) {
    Shape filter = node.shape(1);
    return op.groups() > 1
        && filter.isFullyDefined()
        && filter.dim(2) == 1
        && op.strides().height() == op.strides().width()
        && op.dilations().equals(Size2.ONE)
        && padding.kind() != Padding.Kind.EXPLICIT;
  }

  /// The filter (h, w, 1, channels * m) is read as (h, w, channels, m).
  private static String depthwise(NodeExport node, Conv2D op, ExportScope core) {
    Shape filter = node.shape(1);
    long[] dims = {filter.dim(0), filter.dim(1), op.groups(), filter.dim(3) / op.groups()};
    ExportScope scope = node.scope();
    String reshaped =
        scope
            .part("filter", "Reshape", Shape.of(dims))
            .inputs(node.input(1), scope.vector("filter/shape", dims))
            .type("T", node.dtype(1))
            .type("Tshape", DType.INT32)
            .add();
    NodeDraft draft = core.result("DepthwiseConv2dNative").inputs(node.input(0), reshaped);
    return windows(draft, node.dtype(0), op.strides(), op.dilations(), op.padding(), op.format())
        .add();
  }

  /// The attributes of a convolution.
  private static NodeDraft windows(
      NodeDraft draft,
      DType dtype,
      Size2 strides,
      Size2 dilations,
      Padding padding,
      DataFormat format) {
    draft
        .type("T", dtype)
        .text("data_format", format.name())
        .integers("strides", WindowPadding.four(strides, format));
    if (!dilations.equals(Size2.ONE)) {
      draft.integers("dilations", WindowPadding.four(dilations, format));
    }
    return WindowPadding.write(draft, padding, format);
  }

  static void convTranspose(NodeExport node, ConvTranspose2D op) {
    Shape filter = node.shape(1);
    if (!filter.isFullyDefined()) {
      throw node.unsupported("the shape of the filter must be known");
    }
    if (op.outputPadding().height() >= op.strides().height()
        || op.outputPadding().width() >= op.strides().width()) {
      throw node.unsupported(
          "output padding %s is not below the strides %s", op.outputPadding(), op.strides());
    }
    Padding padding = transposedPadding(node, op, filter);
    ExportScope core = Epilogues.core(node, op.epilogue(), "conv2d_transpose");
    NodeDraft draft =
        core.result("Conv2DBackpropInput")
            .inputs(outputSizes(node, op, filter), node.input(1), node.input(0));
    String result =
        windows(draft, node.dtype(0), op.strides(), op.dilations(), padding, op.format()).add();
    Epilogues.finish(node, op.epilogue(), result, 2, op.format());
  }

  private static Padding transposedPadding(NodeExport node, ConvTranspose2D op, Shape filter) {
    Padding padding = op.padding();
    boolean plain = op.outputPadding().equals(new Size2(0, 0));
    return switch (padding.kind()) {
      case VALID, EXPLICIT -> padding;
      case SAME_UPPER, SAME_LOWER -> {
        if (plain && padding.kind() == Padding.Kind.SAME_UPPER) {
          yield padding;
        }
        Shape x = node.shape(0);
        if (!x.isFullyDefined()) {
          throw node.unsupported(
              "padding %s with output padding %s has no form in TensorFlow unless the extents are"
                  + " known",
              padding, op.outputPadding());
        }
        int window = Math.toIntExact(filter.dim(0));
        long height = op.format().height(x);
        int top = op.padBefore(Padding.Axis.HEIGHT, height, window);
        int bottom = surplus(op, Padding.Axis.HEIGHT, height, window) - top;
        window = Math.toIntExact(filter.dim(1));
        long width = op.format().width(x);
        int left = op.padBefore(Padding.Axis.WIDTH, width, window);
        int right = surplus(op, Padding.Axis.WIDTH, width, window) - left;
        if (bottom < 0 || right < 0) {
          throw node.unsupported("its padding has no form in TensorFlow");
        }
        yield Padding.explicit(top, left, bottom, right);
      }
    };
  }

  /// The cells cut off along an axis with SAME padding, where the output has input * stride cells.
  private static int surplus(ConvTranspose2D op, Padding.Axis axis, long input, int window) {
    boolean height = axis == Padding.Axis.HEIGHT;
    int stride = height ? op.strides().height() : op.strides().width();
    int dilation = height ? op.dilations().height() : op.dilations().width();
    int extra = height ? op.outputPadding().height() : op.outputPadding().width();
    return Math.toIntExact(
        stride * (input - 1) + extra + Padding.extent(window, dilation) - input * stride);
  }

  /// The shape of the result: a constant if it is known, else shape(x) * factors + offsets.
  private static String outputSizes(NodeExport node, ConvTranspose2D op, Shape filter) {
    ExportScope scope = node.scope();
    Shape output = node.output().shape();
    if (output.isFullyDefined()) {
      return scope.vector("output_shape", output.dims());
    }
    DataFormat format = op.format();
    long[] factors = {1, 1, 1, 1};
    long[] offsets = new long[4];
    factors[format.channelAxis()] = 0;
    offsets[format.channelAxis()] = filter.dim(2) * op.groups();
    factors[format.heightAxis()] = op.strides().height();
    factors[format.widthAxis()] = op.strides().width();
    Padding padding = op.padding();
    if (padding.kind() == Padding.Kind.VALID || padding.kind() == Padding.Kind.EXPLICIT) {
      offsets[format.heightAxis()] =
          op.outputPadding().height()
              + Padding.extent(Math.toIntExact(filter.dim(0)), op.dilations().height())
              - op.strides().height()
              - padding.top()
              - padding.bottom();
      offsets[format.widthAxis()] =
          op.outputPadding().width()
              + Padding.extent(Math.toIntExact(filter.dim(1)), op.dilations().width())
              - op.strides().width()
              - padding.left()
              - padding.right();
    }
    Shape four = Shape.of(4);
    String shape = ShapeExport.shapeOf(scope, "input_shape", node.input(0), node.dtype(0), four);
    String scaled =
        scope
            .part("scaled_shape", "Mul", four)
            .inputs(List.of(shape, scope.vector("factors", factors)))
            .type("T", DType.INT32)
            .add();
    return scope
        .part("output_shape", "Add", four)
        .inputs(scaled, scope.vector("offsets", offsets))
        .type("T", DType.INT32)
        .add();
  }
}
