package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// The transformations of Winograd's algorithm, channel by channel; see [FloatKernels].
public final class WinogradTransforms {
  private WinogradTransforms() {}

  /// See [FloatKernels#winogradPatch], for the channels from `first` to below `end`.
  public static void patch(
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
      int first,
      int end) {
    for (int c = first; c < end; c++) {
      float d1 = in[i1 + c];
      float d2 = in[i2 + c];
      float d3 = in[i3 + c];
      float d4 = in[i4 + c];
      float even = Math.fma(d2, -4f, d4);
      float odd = Math.fma(d1, -4f, d3);
      float near = d4 - d2;
      float far = d3 - d1;
      int o = outAt + c;
      out[o] = Math.fma(in[i0 + c], 4f, Math.fma(d2, -5f, d4));
      out[o + outStep] = even + odd;
      out[o + 2 * outStep] = even - odd;
      out[o + 3 * outStep] = Math.fma(far, 2f, near);
      out[o + 4 * outStep] = Math.fma(far, -2f, near);
      out[o + 5 * outStep] = Math.fma(d1, 4f, Math.fma(d3, -5f, in[i5 + c]));
    }
  }

  /// See [FloatKernels#winogradTile], for the channels from `first` to below `end`.
  public static void tile(
      float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int first, int end) {
    for (int c = first; c < end; c++) {
      int i = inAt + c;
      float m1 = in[i + inStep];
      float m2 = in[i + 2 * inStep];
      float m3 = in[i + 3 * inStep];
      float m4 = in[i + 4 * inStep];
      float last = in[i + 5 * inStep];
      float sum = m1 + m2;
      float difference = m1 - m2;
      float farSum = m3 + m4;
      float farDifference = m3 - m4;
      int o = outAt + c;
      out[o] = in[i] + sum + farSum;
      out[o + outStep] = Math.fma(farDifference, 2f, difference);
      out[o + 2 * outStep] = Math.fma(farSum, 4f, sum);
      out[o + 3 * outStep] = Math.fma(farDifference, 8f, difference) + last;
    }
  }

  /// `out = sums + bias + residual`, for the channels from `first` to below `end`.
  public static void add(
      float[] sums,
      int sumsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int first,
      int end) {
    for (int c = first; c < end; c++) {
      float sum = bias == null ? sums[sumsAt + c] : sums[sumsAt + c] + bias[biasAt + c];
      out[outAt + c] = residual == null ? sum : sum + residual[residualAt + c];
    }
  }
}
