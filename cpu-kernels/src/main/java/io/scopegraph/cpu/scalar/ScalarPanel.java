package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.Stock;
import io.scopegraph.cpu.kernel.Walk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sums of some channels for a block of pixels, each pixel's in an array of its own. Scratch
/// memory, lent to one thread at a time.
///
/// The channels may lie in several packed panels; each row of weights is put together from them.
final class ScalarPanel {
  /// The most channels.
  static final int WIDTH = 256;

  /// The pixels of a block. Four are summed at a time; the ones past the last are never stored.
  static final int PIXELS = 64;

  private static final Stock<ScalarPanel> STOCK = new Stock<>(ScalarPanel::new);

  private final float[][] sums = new float[PIXELS][WIDTH];
  private final float[] w0 = new float[WIDTH];
  private final float[] w1 = new float[WIDTH];
  private final float[] w2 = new float[WIDTH];
  private final float[] w3 = new float[WIDTH];
  // Of each panel: where its rows start, their length, and how many of their weights go where.
  private final int[] rowsAt = new int[WIDTH];
  private final int[] rowLengths = new int[WIDTH];
  private final int[] places = new int[WIDTH + 1];
  private int panels;
  private int width;

  private ScalarPanel() {}

  /// One without any channels, to be given back by [#release].
  static ScalarPanel take() {
    ScalarPanel panel = STOCK.take();
    panel.panels = 0;
    panel.width = 0;
    return panel;
  }

  /// Adds channels of one packed panel.
  ///
  /// @param at where their weights start
  /// @param rowLength from one of the panel's rows to the next
  void add(int at, int rowLength, int channels) {
    rowsAt[panels] = at;
    rowLengths[panels] = rowLength;
    panels++;
    width += channels;
    places[panels] = width;
  }

  /// Puts a row of weights together.
  private void row(float[] weights, int number, float[] row) {
    for (int panel = 0; panel < panels; panel++) {
      int to = places[panel];
      int from = rowsAt[panel] + number * rowLengths[panel];
      System.arraycopy(weights, from, row, to, places[panel + 1] - to);
    }
  }

  void release() {
    STOCK.give(this);
  }

  /// Sets the sums of `pixels` pixels to the bias.
  void start(int pixels, float @Nullable [] bias, int biasAt) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (bias == null) {
        Arrays.fill(sums[pixel], 0, width, 0f);
      } else {
        System.arraycopy(bias, biasAt, sums[pixel], 0, width);
      }
    }
  }

  /// Adds all products along the walk, for `pixels` pixels from number `first` of the positions on.
  void accumulate(
      float[] in,
      int inShift,
      Walk walk,
      Positions positions,
      int first,
      int pixels,
      float[] weights) {
    for (int tap = 0; tap < walk.taps(); tap++) {
      int at = tap * positions.pitch() + first;
      int w = walk.weightRows()[tap];
      run(in, inShift, positions.places(), at, pixels, walk.run(), weights, w);
    }
  }

  private void run(
      float[] in,
      int inShift,
      int[] starts,
      int at,
      int pixels,
      int length,
      float[] weights,
      int firstRow) {
    int k = 0;
    for (; k + 4 <= length; k += 4) {
      row(weights, firstRow + k, w0);
      row(weights, firstRow + k + 1, w1);
      row(weights, firstRow + k + 2, w2);
      row(weights, firstRow + k + 3, w3);
      for (int pixel = 0; pixel < pixels; pixel += 4) {
        int last = pixels - 1 - pixel;
        int p = at + pixel;
        int i = inShift + k;
        four(
            in,
            i + starts[p],
            i + starts[p + Math.min(1, last)],
            i + starts[p + Math.min(2, last)],
            i + starts[p + Math.min(3, last)],
            pixel);
      }
    }
    for (; k < length; k++) {
      row(weights, firstRow + k, w0);
      for (int pixel = 0; pixel < pixels; pixel++) {
        one(in[inShift + starts[at + pixel] + k], w0, sums[pixel], width);
      }
    }
  }

  private void four(float[] in, int i0, int i1, int i2, int i3, int pixel) {
    products(
        w0,
        w1,
        w2,
        w3,
        in[i0],
        in[i0 + 1],
        in[i0 + 2],
        in[i0 + 3],
        in[i1],
        in[i1 + 1],
        in[i1 + 2],
        in[i1 + 3],
        in[i2],
        in[i2 + 1],
        in[i2 + 2],
        in[i2 + 3],
        in[i3],
        in[i3 + 1],
        in[i3 + 2],
        in[i3 + 3],
        sums[pixel],
        sums[pixel + 1],
        sums[pixel + 2],
        sums[pixel + 3],
        width);
  }

  /// Four pixels by four products: the largest such block that is still turned into vector code.
  private static void products(
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float a0,
      float a1,
      float a2,
      float a3,
      float b0,
      float b1,
      float b2,
      float b3,
      float c0,
      float c1,
      float c2,
      float c3,
      float d0,
      float d1,
      float d2,
      float d3,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      int width) {
    for (int o = 0; o < width; o++) {
      float p = w0[o];
      float q = w1[o];
      float r = w2[o];
      float s = w3[o];
      a[o] = Math.fma(a3, s, Math.fma(a2, r, Math.fma(a1, q, Math.fma(a0, p, a[o]))));
      b[o] = Math.fma(b3, s, Math.fma(b2, r, Math.fma(b1, q, Math.fma(b0, p, b[o]))));
      c[o] = Math.fma(c3, s, Math.fma(c2, r, Math.fma(c1, q, Math.fma(c0, p, c[o]))));
      d[o] = Math.fma(d3, s, Math.fma(d2, r, Math.fma(d1, q, Math.fma(d0, p, d[o]))));
    }
  }

  private static void one(float x, float[] w, float[] sum, int width) {
    for (int o = 0; o < width; o++) {
      sum[o] = Math.fma(x, w[o], sum[o]);
    }
  }

  /// Stores the sums of the pixels from number `first` on, with the residual added.
  void finish(PanelOperands operands, Positions positions, int first, int pixels, int outShift) {
    float[] residual = operands.residual();
    float[] out = operands.out();
    for (int pixel = 0; pixel < pixels; pixel++) {
      int o = outShift + positions.outs()[first + pixel];
      float[] sum = sums[pixel];
      if (residual == null) {
        System.arraycopy(sum, 0, out, o, width);
      } else {
        int r = o + operands.residualShift();
        for (int channel = 0; channel < width; channel++) {
          out[o + channel] = sum[channel] + residual[r + channel];
        }
      }
    }
  }
}
