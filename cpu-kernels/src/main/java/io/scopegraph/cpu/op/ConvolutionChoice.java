package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.ConvKernel;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.Convolution;
import io.scopegraph.cpu.kernel.WinogradKernel;
import io.scopegraph.runtime.spi.KernelOptions;
import java.util.Locale;

/// Chooses the algorithm of a convolution by what each would cost, or by what each was measured to
/// take.
///
/// The cost is that of one image, and depends neither on the number of images nor on that of
/// threads: the algorithms round differently, and results must not depend on those numbers; and
/// plans for any number of images share the packed weights. Its unit is the time of one fused
/// multiplication and addition of a float.
record ConvolutionChoice(ConvShape shape) {
  /// What was chosen.
  ///
  /// @param reason why, for people; empty if there was no choice
  record Chosen(Convolution kernel, String reason) {}

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

  static Chosen of(ConvShape shape, KernelOptions options, Execution execution) {
    ConvolutionChoice choice = new ConvolutionChoice(shape);
    Convolution direct = ConvKernel.convolution(execution.floats(), shape);
    if (!choice.allowsWinograd()) {
      return new Chosen(direct, "");
    }
    if (!options.winograd()) {
      return new Chosen(direct, "winograd is switched off");
    }
    Convolution winograd = WinogradKernel.of(execution.floats(), shape);
    return options.measured()
        ? choice.measured(direct, winograd, execution.measured())
        : choice.estimated(direct, winograd);
  }

  private Chosen estimated(Convolution direct, Convolution winograd) {
    boolean faster = winogradCost() < directCost();
    double percent = 100 * winogradCost() / directCost();
    return new Chosen(
        faster ? winograd : direct,
        String.format(Locale.ROOT, "winograd estimated at %.0f %% of direct", percent));
  }

  private Chosen measured(Convolution direct, Convolution winograd, MeasuredConvolutions measured) {
    double plain = measured.microseconds(shape, direct);
    double transformed = measured.microseconds(shape, winograd);
    return new Chosen(
        transformed < plain ? winograd : direct,
        String.format(
            Locale.ROOT, "measured: direct %.1f us, winograd %.1f us", plain, transformed));
  }

  private boolean allowsWinograd() {
    return WinogradKernel.fits(shape)
        && shape.channels() >= FEW_CHANNELS
        && shape.outChannels() >= FEW_CHANNELS;
  }

  double directCost() {
    double pixels = (double) shape.outHeight() * shape.outWidth();
    return (pixels * TAPS) * matrix() + weightCost(TAPS * matrix());
  }

  double winogradCost() {
    double tiles =
        (double) Math.ceilDiv(shape.outHeight(), EDGE) * Math.ceilDiv(shape.outWidth(), EDGE);
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
