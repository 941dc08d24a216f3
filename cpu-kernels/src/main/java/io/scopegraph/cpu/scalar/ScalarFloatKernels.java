package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import org.jspecify.annotations.Nullable;

/// The kernels as loops that the JIT compiler turns into vector code of its own accord.
///
/// It does so only where every array in a loop is indexed by the loop variable alone, so weights
/// and sums are moved through small row arrays that start at 0, a set for each thread.
final class ScalarFloatKernels implements FloatKernels {
  private static final RowKernels ROWS = new ScalarRowKernels();

  private static final int ROUNDING = 8;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panel(int channels) {
    return ScalarPanel.WIDTH;
  }

  @Override
  public int panels(int channels) {
    return Math.ceilDiv(channels, ScalarPanel.WIDTH);
  }

  @Override
  public int panelWidth(int channels) {
    return Math.ceilDiv(channels, ROUNDING) * ROUNDING;
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
    ScalarPanel panel = ScalarPanel.of(panelWidth(channels));
    for (int done = 0; done < pixels; done += ScalarPanel.PIXELS) {
      int block = Math.min(ScalarPanel.PIXELS, pixels - done);
      int o = outAt + done * outStep;
      panel.start(block, bias, biasAt, channels);
      panel.accumulate(in, inAt + done * inStep, inStep, block, taps, weights, weightsAt);
      panel.finish(block, residual, residualAt + done * outStep, out, o, outStep, channels);
      for (int pixel = 0; pixel < block; pixel++) {
        ScalarActivations.applyToSums(out, o + pixel * outStep, channels, activation);
      }
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
    ScalarDepthwise depthwise = ScalarDepthwise.get();
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int i = inAt + pixel * inStep + row * inDown;
        int o = pixel * outStep + row * outDown;
        for (int c = 0; c < channels; c += ScalarDepthwise.MOST) {
          int n = Math.min(ScalarDepthwise.MOST, channels - c);
          depthwise.pixel(in, i + c, taps, weights, weightsAt + c, channels, bias, biasAt + c, n);
          depthwise.finish(residual, residualAt + o + c, out, outAt + o + c, n);
        }
        ScalarActivations.applyToSums(out, outAt + o, channels, activation);
      }
    }
  }

  @Override
  public void activate(float[] values, int at, int length, Activation activation) {
    ScalarActivations.apply(values, at, length, activation);
  }

  @Override
  public RowKernels rows() {
    return ROWS;
  }
}
