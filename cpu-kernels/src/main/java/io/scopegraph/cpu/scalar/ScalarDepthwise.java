package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Taps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sums of some channels of one pixel of a depthwise convolution. Inputs and weights are copied
/// to arrays that start at 0, which is what lets the loop over channels become vector code. One
/// thread's scratch memory.
final class ScalarDepthwise {
  /// How many channels at most.
  static final int MOST = 256;

  private static final ThreadLocal<ScalarDepthwise> LOCAL =
      ThreadLocal.withInitial(ScalarDepthwise::new);

  private final float[] sums = new float[MOST];
  private final float[] inputs = new float[MOST];
  private final float[] row = new float[MOST];

  private ScalarDepthwise() {}

  /// The calling thread's.
  static ScalarDepthwise get() {
    return LOCAL.get();
  }

  /// Bias and all products of `channels` channels of one pixel.
  ///
  /// @param stride the length of a row of weights
  void pixel(
      float[] in,
      int at,
      Taps taps,
      float[] weights,
      int weightsAt,
      int stride,
      float @Nullable [] bias,
      int biasAt,
      int channels) {
    if (bias == null) {
      Arrays.fill(sums, 0, channels, 0f);
    } else {
      System.arraycopy(bias, biasAt, sums, 0, channels);
    }
    for (int y = 0; y < taps.rows(); y++) {
      for (int x = 0; x < taps.cols(); x++) {
        int i = at + y * taps.rowIn() + x * taps.colIn();
        int w = weightsAt + (y * taps.rowWeights() + x * taps.colWeights()) * stride;
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
  void finish(float @Nullable [] residual, int residualAt, float[] out, int outAt, int channels) {
    if (residual == null) {
      System.arraycopy(sums, 0, out, outAt, channels);
      return;
    }
    for (int c = 0; c < channels; c++) {
      out[outAt + c] = sums[c] + residual[residualAt + c];
    }
  }
}
