package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Two-dimensional cross-correlation of a rank-4 input with a filter (height, width, in / groups,
/// out), whatever the data format. Group g reads the g-th slice of the input's channels and writes
/// the g-th slice of the output's; `groups` equal to the input's channels is a depthwise
/// convolution.
///
/// Inputs: x, filter, and those of the epilogue. Output: a rank-4 value in the same data format.
///
/// - C1: two inputs and those of the epilogue, all of one floating-point dtype.
/// - C2: x and filter have rank 4.
/// - C3: strides, dilations and groups are positive.
/// - C4: the input's channels are `groups` times the filter's third extent.
/// - C5: `groups` divides the output's channels.
/// - C6: the dilated window fits into the padded input, and has fewer than 2^31 cells along an
///   axis.
/// - C7: bias and residual fit the output.
///
/// Example: x (1, 5, 5, 3), filter (3, 3, 3, 8), stride 2, SAME: output (1, 3, 3, 8).
public record Conv2D(
    Size2 strides,
    Size2 dilations,
    Padding padding,
    int groups,
    DataFormat format,
    Epilogue epilogue)
    implements Op {
  public Conv2D {
    InvalidOpException.checkAttribute(
        strides.isPositive() && dilations.isPositive() && groups > 0,
        "Conv2D",
        "C3",
        "strides %s, dilations %s and groups %d must be positive",
        strides,
        dilations,
        groups);
  }

  public static Conv2D of(Size2 strides, Padding padding, DataFormat format) {
    return new Conv2D(strides, Size2.ONE, padding, 1, format, Epilogue.NONE);
  }

  public Conv2D withEpilogue(Epilogue changed) {
    return new Conv2D(strides, dilations, padding, groups, format, changed);
  }

  public Conv2D withFormat(DataFormat changed) {
    return new Conv2D(strides, dilations, padding, groups, changed, epilogue);
  }

  @Override
  public String type() {
    return "Conv2D";
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
    if (format.channels(x) != Shape.UNKNOWN && filter.isKnown(2)) {
      inference.check(
          format.channels(x) == Math.multiplyExact(filter.dim(2), groups),
          "C4",
          "Depth of input (%d) is not the input depth of filter %s (%d) times its %d groups",
          format.channels(x),
          filter,
          filter.dim(2),
          groups);
    }
    long channels = filter.dim(3);
    inference.check(
        channels == Shape.UNKNOWN || channels % groups == 0,
        "C5",
        "%d output channels cannot be divided into %d groups",
        channels,
        groups);
    long height =
        window(
            inference,
            Padding.Axis.HEIGHT,
            format.height(x),
            filter.dim(0),
            strides.height(),
            dilations.height());
    long width =
        window(
            inference,
            Padding.Axis.WIDTH,
            format.width(x),
            filter.dim(1),
            strides.width(),
            dilations.width());
    Shape output = format.shape(x.dim(0), height, width, channels);
    epilogue.check(inference, "C7", 2, channels, output);
    return Inference.one(inference.dtype(0), output);
  }

  private long window(
      Inference inference, Padding.Axis axis, long input, long window, int stride, int dilation) {
    if (window == Shape.UNKNOWN || input == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    return Windows.output(
        inference, "C6", padding, axis, input, Math.toIntExact(window), stride, dilation);
  }
}
