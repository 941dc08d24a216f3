package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A depthwise convolution of some rows of an image at a time, within a chain.
final class DepthwiseStage {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final int inPixel;
  private final int outPixel;
  private final float[] in;
  private final float[] out;
  private final List<Region> regions;
  private final FloatRange packed;
  private final float @Nullable [] bias;
  private final int biasAt;
  private final Activation inner;
  private final Activation late;

  /// @param in whose array and pitch the input has
  /// @param out whose array and pitch the output has
  DepthwiseStage(
      FloatKernels kernels,
      ConvShape shape,
      ChainKernel.Stage stage,
      FloatRange in,
      FloatRange out) {
    this.kernels = kernels;
    this.shape = shape;
    this.in = in.array();
    this.inPixel = in.pitch(shape.channels());
    this.out = out.array();
    this.outPixel = out.pitch(shape.channels());
    this.regions = List.copyOf(Region.of(shape, false, inPixel));
    this.packed = stage.packed();
    packed.checkRows(1, shape.filterSize());
    FloatRange given = stage.bias();
    if (given != null) {
      given.checkRows(1, shape.channels());
    }
    this.bias = given == null ? null : given.array();
    this.biasAt = given == null ? 0 : given.at();
    Activation activation = stage.activation();
    this.inner = activation.isBitClamp() ? activation : Activation.NONE;
    this.late = activation.isBitClamp() ? Activation.NONE : activation;
  }

  /// Computes the output rows from `top` to below `bottom` of an image.
  ///
  /// @param inAt the index of the first row of the image's input, which may be outside the array if
  ///   that row is not needed
  /// @param outAt the index of output row `top`
  void run(int top, int bottom, int inAt, int outAt) {
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      int skipped = region.y().countBelow(top);
      int rows = region.y().countBelow(bottom) - skipped;
      if (rows > 0) {
        region(region, skipped, rows, inAt, outAt - top * shape.outWidth() * outPixel);
      }
    }
    int pixels = (bottom - top) * shape.outWidth();
    LateActivation.apply(kernels, late, out, outAt, pixels, shape.channels(), outPixel);
  }

  private void region(Region region, int skipped, int rows, int inAt, int outAt) {
    AxisSegment y = region.y();
    AxisSegment x = region.x();
    int inRow = shape.width() * inPixel;
    int outRow = shape.outWidth() * outPixel;
    int i = inAt + (y.firstIn() + skipped * y.inPerOut()) * inRow + x.firstIn() * inPixel;
    int o = outAt + (y.firstOut() + skipped) * outRow + x.firstOut() * outPixel;
    int down = y.inPerOut() * inRow;
    int right = x.inPerOut() * inPixel;
    boolean across = tiles(x.count()) * rows <= tiles(rows) * x.count();
    kernels.depthwise(
        in,
        i,
        across ? right : down,
        across ? down : right,
        across ? x.count() : rows,
        across ? rows : x.count(),
        region.taps(),
        packed.array(),
        packed.at() + region.weightsRow() * shape.channels(),
        bias,
        biasAt,
        null,
        0,
        out,
        o,
        across ? outPixel : outRow,
        across ? outRow : outPixel,
        shape.channels(),
        inner);
  }

  /// The cost of a line in half tiles.
  private static long tiles(int pixels) {
    return Math.ceilDiv(pixels, 4);
  }
}
