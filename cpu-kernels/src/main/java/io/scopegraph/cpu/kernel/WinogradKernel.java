package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.Arrays;
import java.util.Objects;

/// A 3x3 convolution of stride 1 by Winograd's algorithm F(4x4, 3x3): patches of 6x6 inputs are
/// transformed, multiplied by the transformed filter at 36 points, and transformed back to tiles of
/// 4x4 outputs. It takes a quarter of the direct algorithm's products.
///
/// It also rounds more: its results may be off by some ten units in the last place of the greatest
/// output, where the direct algorithm is off by one or two.
public final class WinogradKernel implements Convolution {
  private static final int TAPS = 3;

  // By so many channels at most the packed filter is rounded up.
  private static final int MOST_LANES = 64;

  private final FloatKernels kernels;
  private final ConvShape shape;
  private final ConvPanels panels;

  private WinogradKernel(FloatKernels kernels, ConvShape shape) {
    this.kernels = kernels;
    this.shape = shape;
    this.panels =
        new ConvPanels(kernels, ConvShape.matrix(1, shape.channels(), shape.outChannels()));
  }

  /// Whether a convolution can be computed so.
  public static boolean fits(ConvShape shape) {
    return shape.kernelHeight() == TAPS
        && shape.kernelWidth() == TAPS
        && shape.strideHeight() == 1
        && shape.strideWidth() == 1
        && shape.dilationHeight() == 1
        && shape.dilationWidth() == 1
        && shape.groups() == 1
        && (long) WinogradTiles.POINTS * shape.channels() * (shape.outChannels() + MOST_LANES)
            < Integer.MAX_VALUE;
  }

  /// The kernel of a convolution that [#fits].
  public static WinogradKernel of(FloatKernels kernels, ConvShape shape) {
    if (!fits(shape)) {
      throw new IllegalArgumentException("no 3x3 convolution of stride 1: " + shape);
    }
    return new WinogradKernel(kernels, shape);
  }

  @Override
  public String name() {
    return "winograd 4x4";
  }

  @Override
  public int outChannels() {
    return shape.outChannels();
  }

  @Override
  public boolean storesApart() {
    return true;
  }

  @Override
  public int packedSize() {
    return WinogradTiles.POINTS * panels.packedSize();
  }

  @Override
  public void pack(float[] filter, int filterAt, float[] packed, int packedAt) {
    Objects.checkFromIndexSize(filterAt, shape.filterSize(), filter.length);
    Objects.checkFromIndexSize(packedAt, packedSize(), packed.length);
    int outs = shape.outChannels();
    float[] points = new float[WinogradTiles.POINTS * outs];
    for (int channel = 0; channel < shape.channels(); channel++) {
      WinogradFilter.transform(
          filter, filterAt + channel * outs, shape.channels() * outs, outs, points);
      for (int point = 0; point < WinogradTiles.POINTS; point++) {
        packRow(points, point * outs, channel, packed, packedAt + point * panels.packedSize());
      }
    }
  }

  private void packRow(float[] row, int at, int channel, float[] packed, int packedAt) {
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.width(panel);
      int to = packedAt + panels.packedAt(panel) + channel * width;
      int channels = panels.channels(panel);
      System.arraycopy(row, at + panels.channel(panel), packed, to, channels);
      Arrays.fill(packed, to + channels, to + width, 0f);
    }
  }

  @Override
  public int workspaceSize(int workers) {
    return BoundWinograd.workspaceSize(shape, workers);
  }

  @Override
  public Runnable bind(WorkerPool pool, ProductOperands operands, FloatRange workspace) {
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    operands.in().checkRows(shape.batch() * shape.height() * shape.width(), shape.channels());
    operands.packed().checkRows(1, packedSize());
    operands.out().checkRows(pixels, shape.outChannels());
    if (operands.bias() != null) {
      operands.bias().checkRows(1, shape.outChannels());
    }
    if (operands.residual() != null) {
      operands.residual().checkRows(pixels, shape.outChannels());
    }
    workspace.checkRows(1, workspaceSize(pool.size()));
    Objects.checkFromIndexSize(
        operands.in().zerosAt(), shape.channels(), operands.in().array().length);
    return new BoundWinograd(kernels, shape, panels.packedSize(), pool, operands, workspace);
  }
}
