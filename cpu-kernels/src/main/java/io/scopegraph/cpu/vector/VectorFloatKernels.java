package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import io.scopegraph.cpu.kernel.Walk;
import org.jspecify.annotations.Nullable;

/// The kernels on the Vector API. A panel is two vectors wide. A single vector keeps the processor
/// busier with loads than with products, so where the registers allow it joins the last pair.
final class VectorFloatKernels implements FloatKernels {
  private static final int LANES = VectorWidth.FLOATS;
  private static final int PAIR = 2 * LANES;

  // Panels are computed side by side as long as their weights stay in the second-level cache.
  private static final int NEAR_WEIGHTS = 1 << 17;
  private static final int MOST_PAIRS = 1 << 10;
  private static final float[] NO_BIAS = new float[3 * LANES];

  @Override
  public String name() {
    return "vector, " + VectorWidth.BITS + " bits";
  }

  @Override
  public int panel(int channels) {
    return PAIR;
  }

  @Override
  public int panels(int channels) {
    return VectorWidth.MANY_REGISTERS
        ? Math.max(1, Math.ceilDiv(channels - LANES, PAIR))
        : Math.ceilDiv(channels, PAIR);
  }

  @Override
  public int panelWidth(int channels) {
    return Math.ceilDiv(channels, LANES) * LANES;
  }

  @Override
  public void panels(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels) {
    float[] bias = operands.bias();
    int panels = panels(channels);
    int pairs = channels == panels * PAIR ? panels : panels - 1;
    int together = Math.clamp(NEAR_WEIGHTS / (PAIR * Math.max(1, walk.panelRows())), 1, MOST_PAIRS);
    for (int pair = 0; pair < pairs; pair += together) {
      pairs(
          operands,
          walk,
          positions,
          inShift,
          weightsAt,
          biasAt,
          outShift,
          pair,
          Math.min(pair + together, pairs));
    }
    if (pairs < panels) {
      int first = pairs * PAIR;
      last(
          operands,
          walk,
          positions,
          inShift,
          weightsAt + first * walk.panelRows(),
          bias == null ? 0 : biasAt + first,
          outShift + first,
          channels - first);
    }
    if (!operands.activation().isBitClamp()) {
      activate(operands, positions, outShift, channels);
    }
  }

  /// Full panels from number `first` to below `end`, tile by tile: what a tile stores lies side by
  /// side then, and its inputs stay in the first-level cache.
  private static void pairs(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int first,
      int end) {
    float[] bias = operands.bias();
    int pixels = positions.pixels();
    for (int done = 0; done < pixels; ) {
      int tile = Math.min(pixels - done, Lanes.MANY_REGISTERS ? Tile8x2.PIXELS : Tile4x2.PIXELS);
      for (int pair = first; pair < end; pair++) {
        int channel = pair * PAIR;
        tiles(
            operands,
            walk,
            positions,
            done,
            done + tile,
            inShift,
            weightsAt + channel * walk.panelRows(),
            bias == null ? NO_BIAS : bias,
            bias == null ? 0 : biasAt + channel,
            operands.residual(),
            operands.residualShift(),
            operands.out(),
            positions.outs(),
            outShift + channel,
            2);
      }
      done += tile;
    }
  }

  /// A panel that is not a pair of full vectors.
  private void last(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels) {
    float[] bias = operands.bias();
    if (channels != panelWidth(channels)) {
      PartialPanel.run(
          operands, walk, positions, inShift, weightsAt, bias, biasAt, outShift, channels);
      return;
    }
    tiles(
        operands,
        walk,
        positions,
        0,
        positions.pixels(),
        inShift,
        weightsAt,
        bias == null ? NO_BIAS : bias,
        biasAt,
        operands.residual(),
        operands.residualShift(),
        operands.out(),
        positions.outs(),
        outShift,
        channels / LANES);
  }

  private static void activate(
      PanelOperands operands, Positions positions, int outShift, int channels) {
    for (int pixel = 0; pixel < positions.pixels(); pixel++) {
      int at = positions.outs()[pixel] + outShift;
      VectorActivations.apply(operands.out(), at, channels, operands.activation());
    }
  }

  /// The pixels from `first` to below `end`, and a panel of one to three full vectors, without any
  /// activation that is not a clamp of bits.
  static void tiles(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int first,
      int end,
      int inShift,
      int weightsAt,
      float[] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualShift,
      float[] out,
      int[] outs,
      int outShift,
      int vectors) {
    for (int done = first; done < end; ) {
      int left = end - done;
      int tile;
      if (vectors == 1) {
        tile = Math.min(left, Tile8x1.PIXELS);
        Tile8x1.run(
            operands,
            walk,
            positions,
            done,
            tile - 1,
            inShift,
            weightsAt,
            bias,
            biasAt,
            residual,
            residualShift,
            out,
            outs,
            outShift);
      } else if (vectors == 3) {
        tile = Math.min(left, Tile6x3.PIXELS);
        Tile6x3.run(
            operands,
            walk,
            positions,
            done,
            tile - 1,
            inShift,
            weightsAt,
            bias,
            biasAt,
            residual,
            residualShift,
            out,
            outs,
            outShift);
      } else if (VectorWidth.MANY_REGISTERS && left > Tile4x2.PIXELS) {
        tile = Math.min(left, Tile8x2.PIXELS);
        Tile8x2.run(
            operands,
            walk,
            positions,
            done,
            tile - 1,
            inShift,
            weightsAt,
            bias,
            biasAt,
            residual,
            residualShift,
            out,
            outs,
            outShift);
      } else {
        tile = Math.min(left, Tile4x2.PIXELS);
        Tile4x2.run(
            operands,
            walk,
            positions,
            done,
            tile - 1,
            inShift,
            weightsAt,
            bias,
            biasAt,
            residual,
            residualShift,
            out,
            outs,
            outShift);
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
  public void winogradPatch(
      float[] in,
      int i0,
      int i1,
      int i2,
      int i3,
      int i4,
      int i5,
      float[] out,
      int outAt,
      int outStep,
      int n) {
    VectorWinograd.patch(in, i0, i1, i2, i3, i4, i5, out, outAt, outStep, n);
  }

  @Override
  public void winogradTile(
      float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n) {
    VectorWinograd.tile(in, inAt, inStep, out, outAt, outStep, n);
  }

  @Override
  public void finish(
      float[] sums,
      int sumsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int n,
      Activation activation) {
    VectorWinograd.finish(
        sums, sumsAt, bias, biasAt, residual, residualAt, out, outAt, n, activation);
  }

  @Override
  public void activate(float[] values, int at, int length, Activation activation) {
    VectorActivations.apply(values, at, length, activation);
  }

  @Override
  public RowKernels rows() {
    return Rows.KERNELS;
  }

  // Made when they are needed: as long as only the layout is asked for, no vector class is loaded.
  private static final class Rows {
    static final RowKernels KERNELS = new VectorRowKernels();
  }
}
