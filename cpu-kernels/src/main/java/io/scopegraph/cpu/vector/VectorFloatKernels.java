package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import org.jspecify.annotations.Nullable;

/// The kernels on the Vector API. A panel is two vectors wide. A single vector keeps the processor
/// busier with loads than with products, so where the registers allow it joins the last pair.
final class VectorFloatKernels implements FloatKernels {
  private static final RowKernels ROWS = new VectorRowKernels();
  private static final int PAIR = 2 * Lanes.COUNT;
  private static final float[] NO_BIAS = new float[3 * Lanes.COUNT];

  @Override
  public String name() {
    return "vector, " + Lanes.SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public int panel(int channels) {
    return PAIR;
  }

  @Override
  public int panels(int channels) {
    return Lanes.MANY_REGISTERS
        ? Math.max(1, Math.ceilDiv(channels - Lanes.COUNT, PAIR))
        : Math.ceilDiv(channels, PAIR);
  }

  @Override
  public int panelWidth(int channels) {
    return Math.ceilDiv(channels, Lanes.COUNT) * Lanes.COUNT;
  }

  @Override
  public void panel(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
      Taps taps,
      float[] weights,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      int channels,
      Activation activation) {
    if (channels != panelWidth(channels)) {
      PartialPanel.run(
          in,
          inAt,
          inStep,
          pixels,
          taps,
          weights,
          weightsAt,
          bias,
          biasAt,
          residual,
          residualAt,
          out,
          outAt,
          outStep,
          channels,
          activation);
    } else {
      float[] start = bias == null ? NO_BIAS : bias;
      int startAt = bias == null ? 0 : biasAt;
      tiles(
          in,
          inAt,
          inStep,
          pixels,
          taps,
          weights,
          weightsAt,
          start,
          startAt,
          residual,
          residualAt,
          out,
          outAt,
          outStep,
          channels / Lanes.COUNT,
          activation);
    }
    if (!activation.isBitClamp()) {
      VectorActivations.pixels(out, outAt, outStep, pixels, channels, activation);
    }
  }

  /// A full panel of two vectors, or of one if `narrow`, without any activation that is not a clamp
  /// of bits.
  static void tiles(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
      Taps taps,
      float[] weights,
      int weightsAt,
      float[] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      int vectors,
      Activation activation) {
    for (int done = 0; done < pixels; ) {
      int left = pixels - done;
      int i = inAt + done * inStep;
      int o = outAt + done * outStep;
      int r = residualAt + done * outStep;
      int tile;
      if (vectors == 1) {
        tile = Math.min(left, Tile8x1.PIXELS);
        Tile8x1.run(
            in,
            i,
            inStep,
            tile,
            taps,
            weights,
            weightsAt,
            bias,
            biasAt,
            residual,
            r,
            out,
            o,
            outStep,
            activation);
      } else if (vectors == 3) {
        tile = Math.min(left, Tile6x3.PIXELS);
        Tile6x3.run(
            in,
            i,
            inStep,
            tile,
            taps,
            weights,
            weightsAt,
            bias,
            biasAt,
            residual,
            r,
            out,
            o,
            outStep,
            activation);
      } else if (Lanes.MANY_REGISTERS && left > Tile4x2.PIXELS) {
        tile = Math.min(left, Tile8x2.PIXELS);
        Tile8x2.run(
            in,
            i,
            inStep,
            tile,
            taps,
            weights,
            weightsAt,
            bias,
            biasAt,
            residual,
            r,
            out,
            o,
            outStep,
            activation);
      } else {
        tile = Math.min(left, Tile4x2.PIXELS);
        Tile4x2.run(
            in,
            i,
            inStep,
            tile,
            taps,
            weights,
            weightsAt,
            bias,
            biasAt,
            residual,
            r,
            out,
            o,
            outStep,
            activation);
      }
      done += tile;
    }
  }

  @Override
  public void depthwise(
      float[] in,
      int inAt,
      int inStep,
      int inDown,
      int pixels,
      int rows,
      Taps taps,
      float[] weights,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      int outDown,
      int channels,
      Activation activation) {
    DepthwiseGrid.run(
        in,
        inAt,
        inStep,
        inDown,
        pixels,
        rows,
        taps,
        weights,
        weightsAt,
        bias,
        biasAt,
        residual,
        residualAt,
        out,
        outAt,
        outStep,
        outDown,
        channels,
        activation);
    if (!activation.isBitClamp()) {
      for (int row = 0; row < rows; row++) {
        int o = outAt + row * outDown;
        VectorActivations.pixels(out, o, outStep, pixels, channels, activation);
      }
    }
  }

  @Override
  public void activate(float[] values, int at, int length, Activation activation) {
    VectorActivations.apply(values, at, length, activation);
  }

  @Override
  public RowKernels rows() {
    return ROWS;
  }
}
