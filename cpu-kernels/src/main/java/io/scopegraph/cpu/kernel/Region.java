package io.scopegraph.cpu.kernel;

import java.util.ArrayList;
import java.util.List;

/// A grid of output pixels that share one walk over the input.
///
/// @param y the rows
/// @param x the columns
/// @param taps the walk
/// @param weightsRow the row of packed weights at which the walk starts
record Region(AxisSegment y, AxisSegment x, Taps taps, int weightsRow) {

  /// The regions of a depthwise convolution, or of its transpose. Together they are the whole
  /// output.
  ///
  /// @param inPixel floats from one pixel of the input to the next
  static List<Region> of(ConvShape shape, boolean transposed, int inPixel) {
    List<Region> regions = new ArrayList<>();
    List<AxisSegment> columns = columns(shape, transposed);
    for (AxisSegment y : rows(shape, transposed)) {
      for (AxisSegment x : columns) {
        regions.add(region(shape, y, x, inPixel));
      }
    }
    return regions;
  }

  private static Region region(ConvShape shape, AxisSegment y, AxisSegment x, int inPixel) {
    int run = shape.groupChannels();
    Taps taps =
        new Taps(
            y.taps(),
            y.inPerTap() * shape.width() * inPixel,
            y.tapStep() * shape.kernelWidth() * run,
            x.taps(),
            x.inPerTap() * inPixel,
            x.tapStep() * run,
            run);
    int weightsRow = (y.firstTap() * shape.kernelWidth() + x.firstTap()) * run;
    return new Region(y, x, taps.nonEmpty(), weightsRow);
  }

  private static List<AxisSegment> rows(ConvShape s, boolean transposed) {
    return transposed
        ? AxisSegment.transposed(
            s.height(),
            s.outHeight(),
            s.kernelHeight(),
            s.strideHeight(),
            s.dilationHeight(),
            s.padTop())
        : AxisSegment.convolution(
            s.height(),
            s.outHeight(),
            s.kernelHeight(),
            s.strideHeight(),
            s.dilationHeight(),
            s.padTop());
  }

  private static List<AxisSegment> columns(ConvShape s, boolean transposed) {
    return transposed
        ? AxisSegment.transposed(
            s.width(),
            s.outWidth(),
            s.kernelWidth(),
            s.strideWidth(),
            s.dilationWidth(),
            s.padLeft())
        : AxisSegment.convolution(
            s.width(),
            s.outWidth(),
            s.kernelWidth(),
            s.strideWidth(),
            s.dilationWidth(),
            s.padLeft());
  }
}
