package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import org.jspecify.annotations.Nullable;

/// A pointwise convolution of some pixels at a time, within a chain.
final class PointwiseStage {
  // Bounds the tables of positions.
  private static final int MOST_PIXELS = 1 << 10;

  private final FloatKernels kernels;
  private final Walk walk;
  private final int channels;
  private final int weightsAt;
  private final int biasAt;
  private final PanelOperands operands;
  private final Activation late;

  /// @param out whose array takes the results
  /// @param residual null if nothing is added
  PointwiseStage(
      FloatKernels kernels,
      ConvShape shape,
      ChainKernel.Stage stage,
      FloatRange in,
      FloatRange out,
      @Nullable FarResidual residual) {
    this.kernels = kernels;
    this.walk = Walk.single(shape.channels());
    this.channels = shape.outChannels();
    FloatRange bias = stage.bias();
    stage.packed().checkRows(1, new ConvPanels(kernels, shape).packedSize());
    if (bias != null) {
      bias.checkRows(1, channels);
    }
    this.weightsAt = stage.packed().at();
    this.biasAt = bias == null ? 0 : bias.at();
    Activation activation = stage.activation();
    this.late = activation.isBitClamp() ? Activation.NONE : activation;
    this.operands =
        PanelOperands.of(
            in.array(),
            stage.packed().array(),
            bias == null ? null : bias.array(),
            residual == null ? null : residual.array(),
            residual == null ? 0 : residual.shift(),
            out.array(),
            activation.isBitClamp() ? activation : Activation.NONE);
  }

  /// Computes pixels that lie evenly.
  ///
  /// @param in the index of the first one's input
  /// @param inPixel from there to the next one's
  /// @param out the index of the first one's output
  /// @param outPixel from there to the next one's
  void run(int pixels, int in, int inPixel, int out, int outPixel) {
    Positions positions = Positions.take();
    for (int first = 0; first < pixels; first += MOST_PIXELS) {
      int count = Math.min(MOST_PIXELS, pixels - first);
      positions.reset(1, count);
      positions.add(count, in + first * inPixel, inPixel, out + first * outPixel, outPixel);
      kernels.panels(operands, walk, positions, 0, weightsAt, biasAt, 0, channels);
    }
    positions.release();
    LateActivation.apply(kernels, late, operands.out(), out, pixels, channels, outPixel);
  }
}
