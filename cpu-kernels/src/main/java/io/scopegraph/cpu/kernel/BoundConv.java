package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A convolution with its memory.
///
/// Where several columns of the output are computed as the channels of one pixel, they are so only
/// as long as their pixels touch each other: otherwise a panel that reaches across a column's end
/// is computed in scratch memory and stored in pieces.
final class BoundConv implements Runnable, WorkerPool.Task {
  /// How many pixels are computed in scratch memory before they are stored.
  private static final int APART = 32;

  private final FloatKernels kernels;
  private final ConvShape shape;
  private final ConvPanels panels;
  private final WorkerPool pool;
  private final Split split;
  private final List<Region> regions;
  private final float[] in;
  private final int inAt;
  private final int inPixel;
  private final float[] packed;
  private final int packedAt;
  private final @Nullable FloatRange given;
  private final float @Nullable [] bias;
  private final int biasAt;
  private final float @Nullable [] residual;
  private final int residualAt;
  private final @Nullable FloatRange distant;
  private final Activation activation;
  private final Activation inner;
  private final float[] out;
  private final int outAt;
  private final int outPixel;
  private final int columns;
  private final int outColumn;
  private final int columnChannels;
  private final float[] scratch;
  private final int scratchAt;

  /// @param columns how many pixels of the output are channels of one pixel of `shape`
  /// @param workspace a bias for all columns, then [#apartSize] floats for each worker
  BoundConv(
      FloatKernels kernels,
      ConvShape shape,
      boolean transposed,
      int columns,
      ConvPanels panels,
      WorkerPool pool,
      ProductOperands operands,
      FloatRange workspace) {
    this.kernels = kernels;
    this.shape = shape;
    this.panels = panels;
    this.pool = pool;
    this.columns = columns;
    this.columnChannels = shape.outChannels() / columns;
    this.split = Split.of(shape, panels.count(), pool.size());
    this.in = operands.in().array();
    this.inAt = operands.in().at();
    this.inPixel = operands.in().pitch(shape.channels());
    this.regions = List.copyOf(Region.of(shape, transposed, inPixel));
    this.packed = operands.packed().array();
    this.packedAt = operands.packed().at();
    this.out = operands.out().array();
    this.outAt = operands.out().at();
    this.outColumn = operands.out().pitch(columnChannels);
    this.outPixel = columns * outColumn;
    this.activation = operands.activation();
    this.inner = isLate() ? Activation.NONE : activation;
    FloatRange plain = operands.bias();
    this.given = columns > 1 ? plain : null;
    FloatRange wide = plain != null && columns > 1 ? workspace : plain;
    this.bias = wide == null ? null : wide.array();
    this.biasAt = wide == null ? 0 : wide.at();
    FloatRange added = operands.residual();
    boolean apart = added != null && added.pitch(columnChannels) != outColumn;
    this.distant = apart ? added : null;
    FloatRange beside = apart ? operands.out() : added;
    this.residual = beside == null ? null : beside.array();
    this.residualAt = beside == null ? 0 : beside.at();
    this.scratch = workspace.array();
    this.scratchAt = workspace.at() + shape.outChannels();
  }

  /// Floats of scratch memory for each worker.
  static int apartSize(ConvPanels panels) {
    return APART * panels.mostChannels();
  }

  @Override
  public void run() {
    if (given != null && bias != null) {
      for (int column = 0; column < columns; column++) {
        System.arraycopy(
            given.array(), given.at(), bias, biasAt + column * columnChannels, columnChannels);
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
    int lastPanel = Math.min(firstPanel + split.groupPanels(), panels.count());
    int firstPixel = (image * shape.outHeight() + top) * shape.outWidth();
    int pixels = (bottom - top) * shape.outWidth();
    if (distant != null) {
      fetchResidual(distant, firstPanel, lastPanel - 1, firstPixel, pixels);
    }
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      for (int i = 0; i < regions.size(); i++) {
        region(regions.get(i), image, panel, top, bottom, worker);
      }
    }
    if (isLate()) {
      activate(firstPixel * columns, pixels * columns);
    }
  }

  /// Whether the activation is a pass over a task's whole rows.
  private boolean isLate() {
    return split.groups() == 1 && !activation.isBitClamp();
  }

  private void activate(int firstPixel, int pixels) {
    int at = outAt + firstPixel * outColumn;
    if (outColumn == columnChannels) {
      kernels.activate(out, at, pixels * columnChannels, activation);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      kernels.activate(out, at + pixel * outColumn, columnChannels, activation);
    }
  }

  /// Copies what some panels add into the output, where its pixels lie as the kernels expect.
  private void fetchResidual(
      FloatRange from, int firstPanel, int lastPanel, int firstPixel, int pixels) {
    int first = panels.channel(firstPanel);
    int last = panels.channel(lastPanel) + panels.channels(lastPanel);
    int column = from.pitch(columnChannels);
    for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++) {
      int at = from.at() + pixel * columns * column;
      store(from.array(), at, column, out, outAt + pixel * outPixel, outColumn, first, last);
    }
  }

  /// Copies the channels from `first` to below `last` of one pixel, column by column.
  private void store(
      float[] from,
      int fromAt,
      int fromColumn,
      float[] to,
      int toAt,
      int toColumn,
      int first,
      int last) {
    for (int channel = first; channel < last; ) {
      int column = channel / columnChannels;
      int left = channel % columnChannels;
      int n = Math.min(last - channel, columnChannels - left);
      System.arraycopy(
          from, fromAt + column * fromColumn + left, to, toAt + column * toColumn + left, n);
      channel += n;
    }
  }

  /// The rows from `top` to below `bottom` of one region and one panel, as lines of pixels along
  /// whichever axis fills the tiles better.
  private void region(Region region, int image, int panel, int top, int bottom, int worker) {
    AxisSegment y = region.y();
    AxisSegment x = region.x();
    int skipped = y.countBelow(top);
    int rows = y.countBelow(bottom) - skipped;
    if (rows == 0) {
      return;
    }
    int inRow = shape.width() * inPixel;
    int outRow = shape.outWidth() * outPixel;
    int i =
        (image * shape.height() + y.firstIn() + skipped * y.inPerOut()) * inRow
            + x.firstIn() * inPixel
            + panels.group(panel) * (shape.isDepthwise() ? 0 : shape.groupChannels());
    int o =
        (image * shape.outHeight() + y.firstOut() + skipped * y.outStep()) * outRow
            + x.firstOut() * outPixel;
    int down = y.inPerOut() * inRow;
    int right = x.inPerOut() * inPixel;
    int outDown = y.outStep() * outRow;
    int outRight = x.outStep() * outPixel;
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
    boolean apart = reachesAcross(panel);
    for (int line = 0; line < lines; line++) {
      int from = i + line * inDown;
      int to = o + line * outLine;
      if (apart) {
        apart(region, panel, pixels, from, inStep, to, outStep, worker);
      } else {
        line(region, panel, pixels, from, inStep, to, outStep);
      }
    }
  }

  /// The cost of a line in half tiles.
  private static long tiles(int pixels) {
    return Math.ceilDiv(pixels, 4);
  }

  /// Whether the channels of a panel do not lie in one run of the output.
  private boolean reachesAcross(int panel) {
    int left = panels.channel(panel) % columnChannels;
    return outColumn != columnChannels && left + panels.channels(panel) > columnChannels;
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
    int channel = panels.channel(panel);
    int place = to + channel / columnChannels * outColumn + channel % columnChannels;
    kernels.panel(
        in,
        inAt + from,
        inStep,
        pixels,
        region.taps(),
        packed,
        weightsAt(region, panel),
        bias,
        biasAt + channel,
        residual,
        residualAt + place,
        out,
        outAt + place,
        outStep,
        panels.channels(panel),
        inner);
  }

  /// A line whose pixels are stored piece by piece.
  private void apart(
      Region region, int panel, int pixels, int from, int inStep, int to, int outStep, int worker) {
    int first = panels.channel(panel);
    int channels = panels.channels(panel);
    int last = first + channels;
    int work = scratchAt + worker * apartSize(panels);
    for (int done = 0; done < pixels; done += APART) {
      int n = Math.min(APART, pixels - done);
      int place = to + done * outStep;
      for (int pixel = 0; residual != null && pixel < n; pixel++) {
        int r = residualAt + place + pixel * outStep;
        int w = work + pixel * channels - first;
        store(residual, r, outColumn, scratch, w, columnChannels, first, last);
      }
      kernels.panel(
          in,
          inAt + from + done * inStep,
          inStep,
          n,
          region.taps(),
          packed,
          weightsAt(region, panel),
          bias,
          biasAt + first,
          residual == null ? null : scratch,
          work,
          scratch,
          work,
          channels,
          channels,
          inner);
      for (int pixel = 0; pixel < n; pixel++) {
        int w = work + pixel * channels - first;
        int o = outAt + place + pixel * outStep;
        store(scratch, w, columnChannels, out, o, outColumn, first, last);
      }
    }
  }

  private int weightsAt(Region region, int panel) {
    return packedAt + panels.packedAt(panel) + region.weightsRow() * panels.width(panel);
  }
}
