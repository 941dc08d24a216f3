package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Taps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sums of one pixel of a depthwise convolution. Inputs and weights are copied to arrays that
/// start at 0, which is what lets the loop over channels become vector code.
final class ScalarDepthwise {
  private final int channels;
  private final float[] sums;
  private final float[] inputs;
  private final float[] row;

  ScalarDepthwise(int channels) {
    this.channels = channels;
    this.sums = new float[channels];
    this.inputs = new float[channels];
    this.row = new float[channels];
  }

  /// Bias and all products of one pixel.
  void pixel(
      float[] in,
      int at,
      Taps taps,
      float[] weights,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt) {
    if (bias == null) {
      Arrays.fill(sums, 0f);
    } else {
      System.arraycopy(bias, biasAt, sums, 0, channels);
    }
    for (int y = 0; y < taps.rows(); y++) {
      for (int x = 0; x < taps.cols(); x++) {
        int i = at + y * taps.rowIn() + x * taps.colIn();
        int w = weightsAt + (y * taps.rowWeights() + x * taps.colWeights()) * channels;
        System.arraycopy(in, i, inputs, 0, channels);
        System.arraycopy(weights, w, row, 0, channels);
        products(sums, inputs, row, channels);
      }
    }
  }

  private static void products(float[] sums, float[] inputs, float[] weights, int channels) {
    for (int c = 0; c < channels; c++) {
      sums[c] = Math.fma(inputs[c], weights[c], sums[c]);
    }
  }

  /// Stores the sums, with the residual added.
  void finish(float @Nullable [] residual, int residualAt, float[] out, int outAt) {
    if (residual == null) {
      System.arraycopy(sums, 0, out, outAt, channels);
      return;
    }
    for (int c = 0; c < channels; c++) {
      out[outAt + c] = sums[c] + residual[residualAt + c];
    }
  }
}
