package io.scopegraph.cpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The outputs of a convolution, or of its transpose, that meet the same taps, and how to find the
/// places where their runs start. A convolution has one phase, its transpose one for each remainder
/// of the output's coordinates by the strides.
final class ConvPhase {
  private final AxisWalk y;
  private final AxisWalk x;
  private final Walk walk;
  private final int[] tapY;
  private final int[] tapX;
  private final int[] from;
  private final int[] to;

  private ConvPhase(ConvShape shape, AxisWalk y, AxisWalk x, int rowTaps, int run) {
    this.y = y;
    this.x = x;
    int columns = Math.min(rowTaps, x.taps().size());
    int taps = y.taps().size() * columns;
    this.walk = Walk.of(run, weightRows(shape, columns, taps), shape.walkRows());
    this.tapY = IntStream.range(0, taps).map(t -> y.starts().get(t / columns)).toArray();
    this.tapX = IntStream.range(0, taps).map(t -> x.starts().get(t % columns)).toArray();
    this.from = IntStream.of(tapX).map(start -> x.firstAtLeast(0, start)).toArray();
    this.to = IntStream.of(tapX).map(start -> x.firstAtLeast(shape.width(), start)).toArray();
  }

  private IntStream weightRows(ConvShape shape, int columns, int taps) {
    return IntStream.range(0, taps)
        .map(t ->
            (y.taps().get(t / columns) * shape.kernelWidth() + x.taps().get(t % columns))
                * shape.groupChannels());
  }

  /// The phases.
  ///
  /// @param inPixel floats from one pixel of the input to the next
  static List<ConvPhase> of(ConvShape shape, boolean transposed, int inPixel) {
    List<ConvPhase> phases = new ArrayList<>();
    for (AxisWalk y : rows(shape, transposed)) {
      for (AxisWalk x : columns(shape, transposed)) {
        boolean joins = !transposed && joins(shape, x, inPixel);
        int run = shape.groupChannels() * (joins ? shape.kernelWidth() : 1);
        phases.add(new ConvPhase(shape, y, x, joins ? 1 : Integer.MAX_VALUE, run));
      }
    }
    return phases;
  }

  static List<AxisWalk> rows(ConvShape s, boolean transposed) {
    return transposed
        ? AxisWalk.transposed(
            s.outHeight(), s.kernelHeight(), s.strideHeight(), s.dilationHeight(), s.padTop())
        : List.of(
            AxisWalk.convolution(
                s.outHeight(), s.kernelHeight(), s.strideHeight(), s.dilationHeight(), s.padTop()));
  }

  static List<AxisWalk> columns(ConvShape s, boolean transposed) {
    return transposed
        ? AxisWalk.transposed(
            s.outWidth(), s.kernelWidth(), s.strideWidth(), s.dilationWidth(), s.padLeft())
        : List.of(
            AxisWalk.convolution(
                s.outWidth(), s.kernelWidth(), s.strideWidth(), s.dilationWidth(), s.padLeft()));
  }

  /// Whether the taps of a row of the filter make one run.
  private static boolean joins(ConvShape shape, AxisWalk x, int inPixel) {
    return shape.groups() == 1
        && inPixel == shape.channels()
        && shape.dilationWidth() == 1
        && x.least() >= 0
        && x.end() <= shape.width();
  }

  Walk walk() {
    return walk;
  }

  /// Whether any run lies outside the input.
  boolean reachesOut(ConvShape shape) {
    return Math.min(y.least(), x.least()) < 0
        || y.end() > shape.height()
        || x.end() > shape.width();
  }

  /// The greatest number of pixels in so many rows of the output.
  int mostPixels(int rows) {
    return Math.min(Math.ceilDiv(rows, y.outStep()), Math.max(1, rows)) * x.count() + x.count();
  }

  /// Adds the pixels of one row of the output, if it is of this phase.
  ///
  /// @param image the index of the input at which the image starts
  /// @param zeros the index of zeros in the input
  /// @param row the row within the image
  /// @param out the index of the output at which the row starts
  void add(
      Positions positions,
      ConvShape shape,
      int inPixel,
      int image,
      int zeros,
      int row,
      int out,
      int outPixel) {
    int number = row - y.firstOut();
    if (number < 0 || number % y.outStep() != 0) {
      return;
    }
    int down = number / y.outStep() * y.inPerOut();
    int right = x.inPerOut() * inPixel;
    for (int tap = 0; tap < walk.taps(); tap++) {
      int iy = tapY[tap] + down;
      if (iy < 0 || iy >= shape.height()) {
        positions.fill(tap, x.count(), 0, 0, 0, 0, zeros);
        continue;
      }
      int in = image + (iy * shape.width() + tapX[tap]) * inPixel;
      positions.fill(tap, x.count(), from[tap], to[tap], in, right, zeros);
    }
    positions.append(x.count(), out + x.firstOut() * outPixel, x.outStep() * outPixel);
  }
}
