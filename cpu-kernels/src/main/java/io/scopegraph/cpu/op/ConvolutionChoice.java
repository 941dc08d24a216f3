package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.ConvKernel;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.Convolution;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.WinogradKernel;
import io.scopegraph.runtime.spi.KernelOptions;

/// Chooses the algorithm of a convolution by what each would cost. The unit is the time of one
/// fused multiplication and addition of a float.
///
/// The choice depends on the shape alone, and not on the number of threads: the algorithms round
/// differently, and results must not depend on that number.
record ConvolutionChoice(ConvShape shape) {
  // A weight that is not in a near cache takes as long to fetch as so many products do: measured
  // are 7 on one machine, and 23 on one whose memory is slow.
  private static final double PRODUCTS_PER_FAR_WEIGHT = 16;
  private static final double PRODUCTS_PER_NEAR_WEIGHT = 1;
  private static final long NEAR_WEIGHTS = 1 << 18;

  // The transformations for each input and output channel of a tile: some 130 loads and stores,
  // each in somewhat more than the time of a product.
  private static final double TRANSFORM_PRODUCTS = 160;

  // Sums over fewer channels are mostly beginning and end.
  private static final int FEW_CHANNELS = 16;
  private static final int EDGE = 4;
  private static final int POINTS = 36;
  private static final int TAPS = 9;
  private static final int TILE_ROWS = 8;

  static Convolution of(FloatKernels kernels, ConvShape shape, KernelOptions options) {
    ConvolutionChoice choice = new ConvolutionChoice(shape);
    return options.winograd() && choice.prefersWinograd()
        ? WinogradKernel.of(kernels, shape)
        : ConvKernel.convolution(kernels, shape);
  }

  boolean prefersWinograd() {
    return WinogradKernel.fits(shape)
        && shape.channels() >= FEW_CHANNELS
        && shape.outChannels() >= FEW_CHANNELS
        && winogradCost() < directCost();
  }

  double directCost() {
    double pixels = (double) shape.batch() * shape.outHeight() * shape.outWidth();
    return (pixels * TAPS) * matrix() + weightCost(TAPS * matrix());
  }

  double winogradCost() {
    double tiles =
        (double) shape.batch()
            * Math.ceilDiv(shape.outHeight(), EDGE)
            * Math.ceilDiv(shape.outWidth(), EDGE);
    double rows = Math.ceil(tiles / TILE_ROWS) * TILE_ROWS;
    return rows * POINTS * matrix()
        + tiles * (shape.channels() + shape.outChannels()) * TRANSFORM_PRODUCTS
        + weightCost(POINTS * matrix());
  }

  private double matrix() {
    return (double) shape.channels() * shape.outChannels();
  }

  private static double weightCost(double weights) {
    return weights * (weights > NEAR_WEIGHTS ? PRODUCTS_PER_FAR_WEIGHT : PRODUCTS_PER_NEAR_WEIGHT);
  }
}
