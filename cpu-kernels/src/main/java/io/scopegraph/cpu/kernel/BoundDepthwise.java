package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A depthwise convolution with its memory. Its output is cut into regions within which every tap
/// is inside the input, so that the innermost loops test nothing.
final class BoundDepthwise implements Runnable, WorkerPool.Task {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final WorkerPool pool;
  private final Split split;
  private final List<Region> regions;
  private final FloatRange in;
  private final int inPixel;
  private final FloatRange packed;
  private final float @Nullable [] bias;
  private final int biasAt;
  private final FarResidual residual;
  private final FloatRange out;
  private final int outPixel;
  private final Activation activation;
  private final Activation inner;

  BoundDepthwise(
      FloatKernels kernels,
      ConvShape shape,
      boolean transposed,
      WorkerPool pool,
      ProductOperands operands) {
    this.kernels = kernels;
    this.shape = shape;
    this.pool = pool;
    this.split = Split.of(shape, 1, shape.filterSize(), pool.size());
    this.in = operands.in();
    this.inPixel = in.pitch(shape.channels());
    this.regions = List.copyOf(Region.of(shape, transposed, inPixel));
    this.packed = operands.packed();
    this.out = operands.out();
    this.outPixel = out.pitch(shape.channels());
    this.activation = operands.activation();
    this.inner = activation.isBitClamp() ? activation : Activation.NONE;
    FloatRange plain = operands.bias();
    this.bias = plain == null ? null : plain.array();
    this.biasAt = plain == null ? 0 : plain.at();
    this.residual = new FarResidual(operands, shape.channels(), 1);
  }

  @Override
  public void run() {
    pool.run(split.tasks(), this);
  }

  @Override
  public void run(int task, int worker) {
    int first = split.firstRow(task);
    int last = split.lastRow(task);
    residual.fetch(
        first * shape.outWidth(), (last - first) * shape.outWidth(), 0, shape.channels());
    for (int row = first; row < last; ) {
      int image = row / shape.outHeight();
      int top = row % shape.outHeight();
      int bottom = Math.min(shape.outHeight(), top + last - row);
      for (int i = 0; i < regions.size(); i++) {
        region(regions.get(i), image, top, bottom);
      }
      row += bottom - top;
    }
    if (!activation.isBitClamp()) {
      activate(first * shape.outWidth(), (last - first) * shape.outWidth());
    }
  }

  private void activate(int firstPixel, int pixels) {
    int at = out.at() + firstPixel * outPixel;
    if (outPixel == shape.channels()) {
      kernels.activate(out.array(), at, pixels * outPixel, activation);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      kernels.activate(out.array(), at + pixel * outPixel, shape.channels(), activation);
    }
  }

  /// The rows from `top` to below `bottom` of one region, as lines of pixels along whichever axis
  /// fills the tiles better.
  private void region(Region region, int image, int top, int bottom) {
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
            + x.firstIn() * inPixel;
    int o =
        (image * shape.outHeight() + y.firstOut() + skipped * y.outStep()) * outRow
            + x.firstOut() * outPixel;
    int down = y.inPerOut() * inRow;
    int right = x.inPerOut() * inPixel;
    int outDown = y.outStep() * outRow;
    int outRight = x.outStep() * outPixel;
    boolean across = tiles(x.count()) * rows <= tiles(rows) * x.count();
    kernels.depthwise(
        in.array(),
        in.at() + i,
        across ? right : down,
        across ? down : right,
        across ? x.count() : rows,
        across ? rows : x.count(),
        region.taps(),
        packed.array(),
        packed.at() + region.weightsRow() * shape.channels(),
        bias,
        biasAt,
        residual.array(),
        out.at() + residual.shift() + o,
        out.array(),
        out.at() + o,
        across ? outRight : outDown,
        across ? outDown : outRight,
        shape.channels(),
        inner);
  }

  /// The cost of a line in half tiles.
  private static long tiles(int pixels) {
    return Math.ceilDiv(pixels, 4);
  }
}
