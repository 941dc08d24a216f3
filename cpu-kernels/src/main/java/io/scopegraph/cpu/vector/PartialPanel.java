package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.Stock;
import io.scopegraph.cpu.kernel.Walk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A panel whose last vector is not filled: bias and residual are widened to whole vectors in
/// scratch memory, and the tiles' results narrowed from there.
final class PartialPanel {
  private static final Stock<PartialPanel> STOCK = new Stock<>(PartialPanel::new);
  private static final int MOST_VECTORS = 3;

  // Divided by the pixels of every tile.
  private static final int BLOCK = 24;

  private final float[] bias = new float[MOST_VECTORS * Lanes.COUNT];
  private final float[] wide = new float[BLOCK * MOST_VECTORS * Lanes.COUNT];
  private int[] outs = new int[0];

  private PartialPanel() {}

  /// See `FloatKernels.panels`, for one panel of `channels` channels.
  static void run(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt,
      int outShift,
      int channels) {
    PartialPanel scratch = STOCK.take();
    Arrays.fill(scratch.bias, 0f);
    if (bias != null) {
      System.arraycopy(bias, biasAt, scratch.bias, 0, channels);
    }
    int vectors = Math.ceilDiv(channels, Lanes.COUNT);
    scratch.locate(positions.pixels(), vectors * Lanes.COUNT);
    for (int first = 0; first < positions.pixels(); first += BLOCK) {
      scratch.block(
          operands, walk, positions, first, inShift, weightsAt, outShift, channels, vectors);
    }
    STOCK.give(scratch);
  }

  /// Gives every pixel a place among those of its block.
  private void locate(int pixels, int width) {
    if (outs.length < pixels) {
      outs = new int[pixels];
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      outs[pixel] = pixel % BLOCK * width;
    }
  }

  private void block(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int first,
      int inShift,
      int weightsAt,
      int outShift,
      int channels,
      int vectors) {
    int end = Math.min(first + BLOCK, positions.pixels());
    float[] residual = operands.residual();
    if (residual != null) {
      int shift = operands.residualShift() + outShift;
      for (int pixel = first; pixel < end; pixel++) {
        int from = shift + positions.outs()[pixel];
        System.arraycopy(residual, from, wide, outs[pixel], channels);
      }
    }
    VectorFloatKernels.tiles(
        operands,
        walk,
        positions,
        first,
        end,
        inShift,
        weightsAt,
        bias,
        0,
        residual == null ? null : wide,
        0,
        wide,
        outs,
        0,
        vectors);
    for (int pixel = first; pixel < end; pixel++) {
      int to = positions.outs()[pixel] + outShift;
      System.arraycopy(wide, outs[pixel], operands.out(), to, channels);
    }
  }
}
