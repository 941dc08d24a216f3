package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// The transpose (gradient with respect to the input) of a convolution, with a filter (height,
/// width, out / groups, in). Each input cell adds its value times the filter to the output window
/// at `cell * stride - pad`.
///
/// Inputs: x, filter, and those of the epilogue. An output extent is `stride * (in - 1) +
/// outputPadding + (window - 1) * dilation + 1 - pads`; with SAME padding it is `in * stride`, and
/// the pads follow from that.
///
/// - C1: two inputs and those of the epilogue, all of one floating-point dtype.
/// - C2: x and filter have rank 4.
/// - C3: strides, dilations and groups are positive, the output padding is not negative.
/// - C4: the input's channels equal the filter's last extent.
/// - C5: `groups` divides the input's channels.
/// - C6: the output's extents are positive.
/// - C7: bias and residual fit the output.
///
/// Example: x (1, 2, 2, 4), filter (2, 2, 3, 4), stride 2, VALID: output (1, 4, 4, 3).
public record ConvTranspose2D(
    Size2 strides,
    Size2 dilations,
    Padding padding,
    Size2 outputPadding,
    int groups,
    DataFormat format,
    Epilogue epilogue)
    implements Op {
  public ConvTranspose2D {
    InvalidOpException.checkAttribute(
        strides.isPositive()
            && dilations.isPositive()
            && groups > 0
            && outputPadding.height() >= 0
            && outputPadding.width() >= 0,
        "ConvTranspose2D",
        "C3",
        "strides %s, dilations %s, groups %d must be positive, output padding %s not negative",
        strides,
        dilations,
        groups,
        outputPadding);
  }

  public static ConvTranspose2D of(Size2 strides, Padding padding, DataFormat format) {
    return new ConvTranspose2D(
        strides, Size2.ONE, padding, new Size2(0, 0), 1, format, Epilogue.NONE);
  }

  public ConvTranspose2D withEpilogue(Epilogue changed) {
    return new ConvTranspose2D(strides, dilations, padding, outputPadding, groups, format, changed);
  }

  public ConvTranspose2D withFormat(DataFormat changed) {
    return new ConvTranspose2D(
        strides, dilations, padding, outputPadding, groups, changed, epilogue);
  }

  @Override
  public String type() {
    return "ConvTranspose2D";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    int inputs = 2 + epilogue.inputs();
    inference.checkCount("C1", inputs, inputs);
    inference.checkSameDType("C1", 0);
    inference.check(inference.dtype(0).isFloating(), "C1", "does not take %s", inference.dtype(0));
    inference.checkRank("C2", 0, 4);
    inference.checkRank("C2", 1, 4);
    Shape x = inference.shape(0).isRankKnown() ? inference.shape(0) : Shape.unknownDims(4);
    Shape filter = inference.shape(1).isRankKnown() ? inference.shape(1) : Shape.unknownDims(4);
    long in =
        inference.sameDim(
            "C4",
            "the input's channels and the filter's last extent",
            format.channels(x),
            filter.dim(3));
    inference.check(
        in == Shape.UNKNOWN || in % groups == 0,
        "C5",
        "%d input channels cannot be divided into %d groups",
        in,
        groups);
    long channels = filter.isKnown(2) ? Math.multiplyExact(filter.dim(2), groups) : Shape.UNKNOWN;
    long height = extent(inference, Padding.Axis.HEIGHT, format.height(x), filter.dim(0));
    long width = extent(inference, Padding.Axis.WIDTH, format.width(x), filter.dim(1));
    Shape output = format.shape(x.dim(0), height, width, channels);
    epilogue.check(inference, "C7", 2, channels, output);
    return Inference.one(inference.dtype(0), output);
  }

  private long extent(Inference inference, Padding.Axis axis, long input, long window) {
    if (input == Shape.UNKNOWN || window == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    boolean height = axis == Padding.Axis.HEIGHT;
    int stride = height ? strides.height() : strides.width();
    if (padding.kind() == Padding.Kind.SAME_UPPER || padding.kind() == Padding.Kind.SAME_LOWER) {
      return Math.multiplyExact(input, stride);
    }
    int dilation = height ? dilations.height() : dilations.width();
    int extra = height ? outputPadding.height() : outputPadding.width();
    long pads = height ? padding.top() + padding.bottom() : padding.left() + padding.right();
    long output =
        Math.addExact(
            Math.multiplyExact(input - 1, stride),
            extra + Padding.extent(Math.toIntExact(window), dilation) - pads);
    inference.check(output > 0, "C6", "the output would have %d cells along an axis", output);
    return output;
  }

  /// The cells cut off before the first output row or column.
  public int padBefore(Padding.Axis axis, long input, int window) {
    boolean height = axis == Padding.Axis.HEIGHT;
    int stride = height ? strides.height() : strides.width();
    int dilation = height ? dilations.height() : dilations.width();
    int extra = height ? outputPadding.height() : outputPadding.width();
    long total =
        Math.max(
            0, stride * (input - 1) + extra + Padding.extent(window, dilation) - input * stride);
    return switch (padding.kind()) {
      case VALID -> 0;
      case EXPLICIT -> height ? padding.top() : padding.left();
      case SAME_UPPER -> Math.toIntExact(total / 2);
      case SAME_LOWER -> Math.toIntExact(total - total / 2);
    };
  }
}
