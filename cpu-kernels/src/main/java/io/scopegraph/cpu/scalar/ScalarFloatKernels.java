package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import io.scopegraph.cpu.kernel.Walk;
import io.scopegraph.cpu.kernel.WinogradTransforms;
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
  public void panels(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels) {
    for (int first = 0; first < channels; first += ScalarPanel.WIDTH) {
      int width = Math.min(ScalarPanel.WIDTH, channels - first);
      panel(
          operands,
          walk,
          positions,
          inShift,
          weightsAt + first * walk.panelRows(),
          biasAt + first,
          outShift + first,
          width);
    }
  }

  private void panel(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels) {
    ScalarPanel panel = ScalarPanel.of(panelWidth(channels));
    for (int first = 0; first < positions.pixels(); first += ScalarPanel.PIXELS) {
      int block = Math.min(ScalarPanel.PIXELS, positions.pixels() - first);
      panel.start(block, operands.bias(), biasAt, channels);
      panel.accumulate(
          operands.in(), inShift, walk, positions, first, block, operands.weights(), weightsAt);
      panel.finish(operands, positions, first, block, outShift, channels);
      for (int pixel = first; pixel < first + block; pixel++) {
        activate(
            operands.out(), outShift + positions.outs()[pixel], channels, operands.activation());
      }
    }
    panel.release();
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
        activate(out, outAt + o, channels, activation);
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
    WinogradTransforms.patch(in, i0, i1, i2, i3, i4, i5, out, outAt, outStep, 0, n);
  }

  @Override
  public void winogradTile(
      float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n) {
    WinogradTransforms.tile(in, inAt, inStep, out, outAt, outStep, 0, n);
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
    WinogradTransforms.add(sums, sumsAt, bias, biasAt, residual, residualAt, out, outAt, 0, n);
    activate(out, outAt, n, activation);
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
