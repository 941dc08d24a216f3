package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelLayout;
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

  private final PanelLayout layout;

  ScalarFloatKernels() {
    this.layout = new OwnLayout();
  }

  /// Kernels that read the packed weights of others.
  ScalarFloatKernels(PanelLayout layout) {
    this.layout = layout;
  }

  /// Panels as wide as the loops like them.
  private static final class OwnLayout implements PanelLayout {
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
  }

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panel(int channels) {
    return layout.panel(channels);
  }

  @Override
  public int panels(int channels) {
    return layout.panels(channels);
  }

  @Override
  public int panelWidth(int channels) {
    return layout.panelWidth(channels);
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
      int end = Math.min(channels, first + ScalarPanel.WIDTH);
      ScalarPanel panel = ScalarPanel.take();
      addPanels(panel, first, end, channels, weightsAt, walk.panelRows());
      panel(
          panel, operands, walk, positions, inShift, biasAt + first, outShift + first, end - first);
      panel.release();
    }
  }

  /// Adds the channels from `first` to below `end`, of panels of `channels` in all.
  private void addPanels(
      ScalarPanel panel, int first, int end, int channels, int weightsAt, int panelRows) {
    int full = layout.panel(channels);
    int last = layout.panels(channels) - 1;
    for (int channel = first; channel < end; ) {
      int number = Math.min(channel / full, last);
      int start = number * full;
      int channelsHere = number == last ? channels - start : full;
      int stop = Math.min(end, start + channelsHere);
      panel.add(
          weightsAt + start * panelRows + channel - start,
          layout.panelWidth(channelsHere),
          stop - channel);
      channel = stop;
    }
  }

  private static void panel(
      ScalarPanel panel,
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int biasAt,
      int outShift,
      int channels) {
    for (int first = 0; first < positions.pixels(); first += ScalarPanel.PIXELS) {
      int block = Math.min(ScalarPanel.PIXELS, positions.pixels() - first);
      panel.start(block, operands.bias(), biasAt);
      panel.accumulate(operands.in(), inShift, walk, positions, first, block, operands.weights());
      panel.finish(operands, positions, first, block, outShift);
      for (int pixel = first; pixel < first + block; pixel++) {
        ScalarActivations.applyToSums(
            operands.out(), outShift + positions.outs()[pixel], channels, operands.activation());
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
    ScalarActivations.applyToSums(out, outAt, n, activation);
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
