package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.pool.WorkerPool;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A convolution of one shape, or the transpose of one, with bias, residual and activation.
/// Immutable.
///
/// The filter is dense in the order height, width, input channel within its group, output channel
/// (the group is the slowest part of the output channel), for both directions. It is packed once by
/// [#pack]; [#bind] then makes a runnable of fixed arrays and offsets whose every run allocates
/// nothing. No workspace is needed.
///
/// The result has the same bits for every number of threads.
public final class ConvKernel {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final List<Region> regions;
  private final int panelsPerGroup;
  private final int fullPanel;
  private final int mergedColumns;
  private final int groupPacked;

  private ConvKernel(FloatKernels kernels, ConvShape shape, boolean transposed, int mergedColumns) {
    this.kernels = kernels;
    this.mergedColumns = mergedColumns;
    this.fullPanel = kernels.panel(shape.groupOutChannels());
    this.shape = shape.isPointwise() ? shape.flattened() : shape;
    this.regions = List.copyOf(Region.of(this.shape, transposed));
    this.panelsPerGroup = shape.isDepthwise() ? 1 : kernels.panels(shape.groupOutChannels());
    this.groupPacked = Math.multiplyExact(walkRows(), paddedChannels());
  }

  /// The kernel of a convolution.
  public static ConvKernel convolution(FloatKernels kernels, ConvShape shape) {
    return new ConvKernel(kernels, shape, false, 1);
  }

  /// The kernel of a transposed convolution, where input `i` and tap `k` add to the output at `i *
  /// stride - pad + k * dilation` along each axis.
  public static ConvKernel transposed(FloatKernels kernels, ConvShape shape) {
    // Columns of the filter that never meet in one output are as good as output channels.
    return shape.hasSeparateColumns()
        ? new ConvKernel(kernels, shape.withMergedColumns(), true, shape.kernelWidth())
        : new ConvKernel(kernels, shape, true, 1);
  }

  /// Floats of the packed filter.
  public int packedSize() {
    return shape.isDepthwise()
        ? shape.filterSize()
        : Math.multiplyExact(groupPacked, shape.groups());
  }

  /// Packs the filter at `filterAt` into [#packedSize] floats from `packedAt` on.
  public void pack(float[] filter, int filterAt, float[] packed, int packedAt) {
    Objects.checkFromIndexSize(filterAt, shape.filterSize(), filter.length);
    Objects.checkFromIndexSize(packedAt, packedSize(), packed.length);
    if (shape.isDepthwise()) {
      System.arraycopy(filter, filterAt, packed, packedAt, shape.filterSize());
      return;
    }
    int stride = shape.outChannels();
    float[] merged = mergedColumns == 1 ? filter : mergeColumns(filter, filterAt);
    int mergedAt = mergedColumns == 1 ? filterAt : 0;
    for (int panel = 0; panel < panels(); panel++) {
      Packing.panel(
          merged,
          mergedAt + panelChannel(panel),
          stride,
          walkRows(),
          panelChannels(panel),
          packed,
          packedAt + panelAt(panel),
          kernels.panelWidth(panelChannels(panel)));
    }
  }

  private float[] mergeColumns(float[] filter, int at) {
    float[] merged = new float[shape.filterSize()];
    int channels = shape.outChannels() / mergedColumns;
    int rows = shape.filterSize() / channels;
    for (int row = 0; row < rows; row++) {
      int input = row % shape.channels();
      int column = row / shape.channels() % mergedColumns;
      int y = row / shape.channels() / mergedColumns;
      int to = ((y * shape.channels() + input) * mergedColumns + column) * channels;
      System.arraycopy(filter, at + row * channels, merged, to, channels);
    }
    return merged;
  }

  /// Makes a runnable of this kernel. Each run of it computes the output from what the arrays hold
  /// then. Runs of one runnable may not overlap.
  ///
  /// @param pool runs the tasks
  /// @param in the input, from `inAt` on
  /// @param packed the filter packed by [#pack], from `packedAt` on
  /// @param bias one value per output channel from `biasAt` on, or null
  /// @param residual added before the activation, shaped as the output, from `residualAt` on, or
  ///   null; may be the output itself
  /// @param activation applied last
  /// @param out the output, from `outAt` on; must not overlap the input
  /// @throws IndexOutOfBoundsException if a tensor does not fit its array
  public Runnable bind(
      WorkerPool pool,
      float[] in,
      int inAt,
      float[] packed,
      int packedAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      Activation activation,
      float[] out,
      int outAt) {
    Objects.checkFromIndexSize(inAt, shape.inputSize(), in.length);
    Objects.checkFromIndexSize(packedAt, packedSize(), packed.length);
    Objects.checkFromIndexSize(outAt, shape.outputSize(), out.length);
    if (bias != null) {
      Objects.checkFromIndexSize(biasAt, shape.outChannels() / mergedColumns, bias.length);
    }
    if (residual != null) {
      Objects.checkFromIndexSize(residualAt, shape.outputSize(), residual.length);
    }
    return new Bound(
        pool,
        Split.of(shape, panels(), pool.size()),
        in,
        inAt,
        packed,
        packedAt,
        bias,
        biasAt,
        residual,
        residualAt,
        activation,
        out,
        outAt);
  }

  private int panels() {
    return shape.isDepthwise() ? 1 : shape.groups() * panelsPerGroup;
  }

  private int walkRows() {
    return shape.kernelHeight() * shape.kernelWidth() * shape.groupChannels();
  }

  private int paddedChannels() {
    int full = (panelsPerGroup - 1) * fullPanel;
    return full + kernels.panelWidth(shape.groupOutChannels() - full);
  }

  /// The first output channel of a panel.
  private int panelChannel(int panel) {
    return panel / panelsPerGroup * shape.groupOutChannels() + panel % panelsPerGroup * fullPanel;
  }

  private int panelChannels(int panel) {
    int number = panel % panelsPerGroup;
    return number == panelsPerGroup - 1 ? shape.groupOutChannels() - number * fullPanel : fullPanel;
  }

  /// Where a panel starts in the packed filter.
  private int panelAt(int panel) {
    return panel / panelsPerGroup * groupPacked + panel % panelsPerGroup * fullPanel * walkRows();
  }

  private final class Bound implements Runnable, WorkerPool.Task {
    private final WorkerPool pool;
    private final Split split;
    private final float[] in;
    private final int inAt;
    private final float[] packed;
    private final int packedAt;
    private final float @Nullable [] given;
    private final int givenAt;
    private final float @Nullable [] bias;
    private final int biasAt;
    private final float @Nullable [] residual;
    private final int residualAt;
    private final Activation activation;
    private final Activation inner;
    private final float[] out;
    private final int outAt;

    Bound(
        WorkerPool pool,
        Split split,
        float[] in,
        int inAt,
        float[] packed,
        int packedAt,
        float @Nullable [] bias,
        int biasAt,
        float @Nullable [] residual,
        int residualAt,
        Activation activation,
        float[] out,
        int outAt) {
      this.pool = pool;
      this.split = split;
      this.in = in;
      this.inAt = inAt;
      this.packed = packed;
      this.packedAt = packedAt;
      boolean widens = bias != null && mergedColumns > 1;
      this.given = widens ? bias : null;
      this.givenAt = biasAt;
      this.bias = widens ? new float[shape.outChannels()] : bias;
      this.biasAt = widens ? 0 : biasAt;
      this.residual = residual;
      this.residualAt = residualAt;
      this.activation = activation;
      this.inner = isLate() ? Activation.NONE : activation;
      this.out = out;
      this.outAt = outAt;
    }

    @Override
    public void run() {
      if (given != null && bias != null) {
        int channels = shape.outChannels() / mergedColumns;
        for (int column = 0; column < mergedColumns; column++) {
          System.arraycopy(given, givenAt, bias, column * channels, channels);
        }
      }
      pool.run(split.tasks(), this);
    }

    @Override
    public void run(int task, int worker) {
      int group = task % split.groups();
      int chunk = task / split.groups() % split.chunks();
      int image = task / split.groups() / split.chunks();
      int top = chunk * split.chunkRows();
      int bottom = Math.min(top + split.chunkRows(), shape.outHeight());
      int firstPanel = group * split.groupPanels();
      int lastPanel = Math.min(firstPanel + split.groupPanels(), panels());
      for (int panel = firstPanel; panel < lastPanel; panel++) {
        for (int i = 0; i < regions.size(); i++) {
          region(regions.get(i), image, panel, top, bottom);
        }
      }
      if (isLate()) {
        int row = shape.outWidth() * shape.outChannels();
        int rows = image * shape.outHeight() + top;
        kernels.activate(out, outAt + rows * row, (bottom - top) * row, activation);
      }
    }

    /// Whether the activation is a pass over a task's whole rows, which are then contiguous.
    private boolean isLate() {
      return split.groups() == 1 && !activation.isBitClamp();
    }

    /// The rows from `top` to below `bottom` of one region and one panel, as lines of pixels along
    /// whichever axis fills the tiles better.
    private void region(Region region, int image, int panel, int top, int bottom) {
      AxisSegment y = region.y();
      AxisSegment x = region.x();
      int skipped = y.countBelow(top);
      int rows = y.countBelow(bottom) - skipped;
      if (rows == 0) {
        return;
      }
      int inRow = shape.width() * shape.channels();
      int outRow = shape.outWidth() * shape.outChannels();
      int i =
          (image * shape.height() + y.firstIn() + skipped * y.inPerOut()) * inRow
              + x.firstIn() * shape.channels()
              + (shape.isDepthwise() ? 0 : panel / panelsPerGroup * shape.groupChannels());
      int o =
          (image * shape.outHeight() + y.firstOut() + skipped * y.outStep()) * outRow
              + x.firstOut() * shape.outChannels();
      int down = y.inPerOut() * inRow;
      int right = x.inPerOut() * shape.channels();
      int outDown = y.outStep() * outRow;
      int outRight = x.outStep() * shape.outChannels();
      boolean across = tiles(x.count()) * rows <= tiles(rows) * x.count();
      int pixels = across ? x.count() : rows;
      int lines = across ? rows : x.count();
      int inStep = across ? right : down;
      int inDown = across ? down : right;
      int outStep = across ? outRight : outDown;
      int outLine = across ? outDown : outRight;
      if (shape.isDepthwise()) {
        grid(region, pixels, lines, i, inStep, inDown, o, outStep, outLine);
        return;
      }
      for (int line = 0; line < lines; line++) {
        line(region, panel, pixels, i + line * inDown, inStep, o + line * outLine, outStep);
      }
    }

    /// The cost of a line in half tiles.
    private static long tiles(int pixels) {
      return Math.ceilDiv(pixels, 4);
    }

    private void grid(
        Region region,
        int pixels,
        int rows,
        int from,
        int inStep,
        int inDown,
        int to,
        int outStep,
        int outDown) {
      kernels.depthwise(
          in,
          inAt + from,
          inStep,
          inDown,
          pixels,
          rows,
          region.taps(),
          packed,
          packedAt + region.weightsRow() * shape.channels(),
          bias,
          biasAt,
          residual,
          residualAt + to,
          out,
          outAt + to,
          outStep,
          outDown,
          shape.channels(),
          inner);
    }

    private void line(
        Region region, int panel, int pixels, int from, int inStep, int to, int outStep) {
      int channel = panelChannel(panel);
      int channels = panelChannels(panel);
      kernels.panel(
          in,
          inAt + from,
          inStep,
          pixels,
          region.taps(),
          packed,
          packedAt + panelAt(panel) + region.weightsRow() * kernels.panelWidth(channels),
          bias,
          biasAt + channel,
          residual,
          residualAt + to + channel,
          out,
          outAt + to + channel,
          outStep,
          channels,
          inner);
    }
  }
}
