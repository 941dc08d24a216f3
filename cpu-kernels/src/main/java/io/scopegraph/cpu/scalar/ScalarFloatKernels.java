package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import org.jspecify.annotations.Nullable;

/// The kernels as loops that the JIT compiler turns into vector code of its own accord.
///
/// It does so only where every array in a loop is indexed by the loop variable alone, so weights
/// and sums are moved through small row arrays that start at 0. They are allocated per call.
final class ScalarFloatKernels implements FloatKernels {
  private static final RowKernels ROWS = new ScalarRowKernels();

  private static final int PANEL = 256;
  private static final int ROUNDING = 8;
  private static final int BLOCK = 32;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panel(int channels) {
    return PANEL;
  }

  @Override
  public int panels(int channels) {
    return Math.ceilDiv(channels, PANEL);
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
    int width = panelWidth(channels);
    ScalarPanel panel = new ScalarPanel(width, Math.min(BLOCK, pixels));
    for (int done = 0; done < pixels; done += BLOCK) {
      int block = Math.min(BLOCK, pixels - done);
      int o = outAt + done * outStep;
      panel.start(block, bias, biasAt, channels);
      panel.accumulate(in, inAt + done * inStep, inStep, block, taps, weights, weightsAt);
      panel.finish(block, residual, residualAt + done * outStep, out, o, outStep, channels);
      for (int pixel = 0; pixel < block; pixel++) {
        activate(out, o + pixel * outStep, channels, activation);
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
    ScalarDepthwise depthwise = new ScalarDepthwise(channels);
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int i = inAt + pixel * inStep + row * inDown;
        int o = pixel * outStep + row * outDown;
        depthwise.pixel(in, i, taps, weights, weightsAt, bias, biasAt);
        depthwise.finish(residual, residualAt + o, out, outAt + o);
        activate(out, outAt + o, channels, activation);
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
