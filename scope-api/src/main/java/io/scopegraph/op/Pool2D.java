package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// The largest or the mean value under a sliding window, for each channel.
///
/// Padded cells never win a maximum. The mean divides by the number of cells inside the input, with
/// `countIncludePad` by the number inside the input and its declared pads; cells that exist through
/// `ceilMode` alone never count.
///
/// - C1: one input of rank 4 and a floating-point dtype.
/// - C2: window, strides and dilations are positive.
/// - C3: the dilated window fits into the padded input, and has fewer than 2^31 cells along an
///   axis.
/// - C4: pads are smaller than the dilated window.
///
/// Example: x (1, 4, 4, 2), window 2x2, stride 2, VALID: output (1, 2, 2, 2).
///
/// @param ceilMode whether a last window that is only partly inside counts; it must start inside
public record Pool2D(
    Kind kind,
    Size2 window,
    Size2 strides,
    Size2 dilations,
    Padding padding,
    boolean ceilMode,
    boolean countIncludePad,
    DataFormat format)
    implements Op {
  /// The statistic.
  public enum Kind {
    MAX("MaxPool"),
    AVERAGE("AvgPool");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  public Pool2D {
    InvalidOpException.checkAttribute(
        window.isPositive() && strides.isPositive() && dilations.isPositive(),
        kind.type,
        "C2",
        "window %s, strides %s and dilations %s must be positive",
        window,
        strides,
        dilations);
    InvalidOpException.checkAttribute(
        Math.max(padding.top(), padding.bottom())
                < Padding.extent(window.height(), dilations.height())
            && Math.max(padding.left(), padding.right())
                < Padding.extent(window.width(), dilations.width()),
        kind.type,
        "C4",
        "pads %s must be smaller than the window %s",
        padding,
        window);
  }

  public static Pool2D of(
      Kind kind, Size2 window, Size2 strides, Padding padding, DataFormat format) {
    return new Pool2D(kind, window, strides, Size2.ONE, padding, false, false, format);
  }

  public Pool2D withFormat(DataFormat changed) {
    return new Pool2D(
        kind, window, strides, dilations, padding, ceilMode, countIncludePad, changed);
  }

  @Override
  public String type() {
    return kind.type;
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    inference.checkRank("C1", 0, 4);
    inference.check(inference.dtype(0).isFloating(), "C1", "does not take %s", inference.dtype(0));
    Shape x = inference.shape(0).isRankKnown() ? inference.shape(0) : Shape.unknownDims(4);
    long height =
        extent(
            inference,
            Padding.Axis.HEIGHT,
            format.height(x),
            window.height(),
            strides.height(),
            dilations.height());
    long width =
        extent(
            inference,
            Padding.Axis.WIDTH,
            format.width(x),
            window.width(),
            strides.width(),
            dilations.width());
    return Inference.one(
        inference.dtype(0), format.shape(x.dim(0), height, width, format.channels(x)));
  }

  private long extent(
      Inference inference, Padding.Axis axis, long input, int cells, int stride, int dilation) {
    return ceilMode
        ? Windows.ceilOutput(inference, "C3", padding, axis, input, cells, stride, dilation)
        : Windows.output(inference, "C3", padding, axis, input, cells, stride, dilation);
  }
}
