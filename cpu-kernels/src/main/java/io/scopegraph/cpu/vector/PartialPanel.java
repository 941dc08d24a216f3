package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A panel whose last vector is not filled: bias and residual are widened to whole vectors, the
/// tile's results narrowed, in one thread's scratch memory.
final class PartialPanel {
  private static final ThreadLocal<PartialPanel> LOCAL = ThreadLocal.withInitial(PartialPanel::new);
  private static final int PIXELS = Tile8x2.PIXELS;
  private static final int WIDTH = 3 * Lanes.COUNT;

  private final float[] bias = new float[WIDTH];
  private final float[] residual = new float[PIXELS * WIDTH];
  private final float[] out = new float[PIXELS * WIDTH];

  private PartialPanel() {}

  /// See `FloatKernels.panel`.
  static void run(
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
    PartialPanel scratch = LOCAL.get();
    int vectors = Math.ceilDiv(channels, Lanes.COUNT);
    int width = vectors * Lanes.COUNT;
    float[] added = residual == null ? null : scratch.residual;
    Arrays.fill(scratch.bias, 0f);
    if (bias != null) {
      System.arraycopy(bias, biasAt, scratch.bias, 0, channels);
    }
    for (int done = 0; done < pixels; done += PIXELS) {
      int tile = Math.min(PIXELS, pixels - done);
      if (residual != null) {
        int r = residualAt + done * outStep;
        copy(residual, r, outStep, scratch.residual, 0, width, tile, channels);
      }
      VectorFloatKernels.tiles(
          in,
          inAt + done * inStep,
          inStep,
          tile,
          taps,
          weights,
          weightsAt,
          scratch.bias,
          0,
          added,
          0,
          scratch.out,
          0,
          width,
          vectors,
          activation);
      copy(scratch.out, 0, width, out, outAt + done * outStep, outStep, tile, channels);
    }
  }

  private static void copy(
      float[] from,
      int fromAt,
      int fromStep,
      float[] to,
      int toAt,
      int toStep,
      int pixels,
      int channels) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(from, fromAt + pixel * fromStep, to, toAt + pixel * toStep, channels);
    }
  }
}
