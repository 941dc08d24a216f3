package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The direct algorithm for convolutions: each output element is the sum of its products.
public final class ConvKernel implements Convolution {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final boolean transposed;
  private final int columns;
  private final ConvPanels panels;
  private final @Nullable PaddedInput padding;

  private ConvKernel(FloatKernels kernels, ConvShape shape, boolean transposed, int columns) {
    this.kernels = kernels;
    this.transposed = transposed;
    this.columns = columns;
    this.shape = shape.isPointwise() ? shape.flattened() : shape;
    this.panels = new ConvPanels(kernels, this.shape);
    this.padding = shape.isDepthwise() ? null : PaddedInput.of(this.shape, transposed);
  }

  /// The kernel of a convolution.
  public static ConvKernel convolution(FloatKernels kernels, ConvShape shape) {
    return new ConvKernel(kernels, shape, false, 1);
  }

  /// The kernel of a transposed convolution, where input `i` and tap `k` add to the output at `i *
  /// stride - pad + k * dilation` along each axis.
  public static ConvKernel transposed(FloatKernels kernels, ConvShape shape) {
    // Columns of the filter that never meet in one output are as good as output channels, of which
    // there should be enough to fill vectors.
    boolean merges =
        shape.hasSeparateColumns()
            && kernels.panelWidth(shape.outChannels()) != shape.outChannels();
    return merges
        ? new ConvKernel(kernels, shape.withMergedColumns(), true, shape.kernelWidth())
        : new ConvKernel(kernels, shape, true, 1);
  }

  @Override
  public String name() {
    return shape.isDepthwise() ? "depthwise" : "direct";
  }

  @Override
  public boolean storesApart() {
    return columns == 1;
  }

  @Override
  public int outChannels() {
    return shape.outChannels() / columns;
  }

  @Override
  public int packedSize() {
    return panels.packedSize();
  }

  @Override
  public int workspaceSize(int workers) {
    int bias = RepeatedBias.workspaceSize(columns, outChannels());
    return padding == null ? bias : Math.addExact(bias, padding.shape().inputSize());
  }

  @Override
  public void pack(float[] filter, int filterAt, float[] packed, int packedAt) {
    Objects.checkFromIndexSize(filterAt, shape.filterSize(), filter.length);
    Objects.checkFromIndexSize(packedAt, packedSize(), packed.length);
    if (shape.isDepthwise()) {
      System.arraycopy(filter, filterAt, packed, packedAt, shape.filterSize());
      return;
    }
    for (int panel = 0; panel < panels.count(); panel++) {
      packPanel(panel, filter, filterAt, packed, packedAt);
    }
  }

  private void packPanel(int panel, float[] filter, int filterAt, float[] packed, int packedAt) {
    int width = panels.width(panel);
    int to = packedAt + panels.packedAt(panel);
    if (columns == 1) {
      Packing.panel(
          filter,
          filterAt + panels.channel(panel),
          shape.outChannels(),
          shape.walkRows(),
          panels.channels(panel),
          packed,
          to,
          width);
      return;
    }
    for (int row = 0; row < shape.walkRows(); row++) {
      packMerged(panel, row, filter, filterAt, packed, to + row * width, width);
    }
  }

  /// Packs one row of a panel that covers columns of the filter as if they were output channels.
  private void packMerged(
      int panel, int row, float[] filter, int filterAt, float[] packed, int packedAt, int width) {
    int channels = outChannels();
    int input = row % shape.channels();
    int y = row / shape.channels();
    int first = panels.channel(panel);
    int last = first + panels.channels(panel);
    int to = packedAt;
    for (int channel = first; channel < last; ) {
      int column = channel / channels;
      int n = Math.min(last, (column + 1) * channels) - channel;
      int from = ((y * columns + column) * shape.channels() + input) * channels;
      System.arraycopy(filter, filterAt + from + channel % channels, packed, to, n);
      channel += n;
      to += n;
    }
    Arrays.fill(packed, to, packedAt + width, 0f);
  }

  @Override
  public Runnable bind(WorkerPool pool, ProductOperands operands, FloatRange workspace) {
    int channels = outChannels();
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth() * columns;
    operands.in().checkRows(shape.batch() * shape.height() * shape.width(), shape.channels());
    operands.packed().checkRows(1, packedSize());
    operands.out().checkRows(pixels, channels);
    if (operands.bias() != null) {
      operands.bias().checkRows(1, channels);
    }
    if (operands.residual() != null) {
      operands.residual().checkRows(pixels, channels);
    }
    workspace.checkRows(1, workspaceSize(pool.size()));
    if (!storesApart() && operands.out().pitch(channels) != channels) {
      throw new IllegalArgumentException("the pixels of this output may not lie apart");
    }
    if (shape.isDepthwise()) {
      return new BoundDepthwise(kernels, shape, transposed, pool, operands);
    }
    if (padding == null) {
      return product(shape, pool, operands.in(), operands, workspace);
    }
    FloatRange copy = workspace.after(RepeatedBias.workspaceSize(columns, channels));
    Runnable padded = padding.bind(pool, operands.in(), copy);
    Runnable product = product(padding.shape(), pool, copy, operands, workspace);
    return () -> {
      padded.run();
      product.run();
    };
  }

  private Runnable product(
      ConvShape seen,
      WorkerPool pool,
      FloatRange in,
      ProductOperands operands,
      FloatRange workspace) {
    return new BoundConv(kernels, seen, transposed, columns, panels, pool, in, operands, workspace);
  }
}
