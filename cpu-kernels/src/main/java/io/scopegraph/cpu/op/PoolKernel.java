package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Pooling of floats in NHWC: the channels of the cells under the window are combined row by row.
final class PoolKernel {
  private final Pool2D op;
  private final RowKernels rows;
  private final FloatRange in;
  private final FloatRange out;
  private final Window vertical;
  private final Window horizontal;
  private final int channels;
  private final int inPitch;
  private final int outPitch;

  /// The cells under a window along one axis.
  ///
  /// @param in the input's extent
  /// @param out the output's extent
  /// @param after pads after the last cell that count as declared
  private record Window(
      int in, int out, int cells, int stride, int dilation, int before, int after) {
    int start(int position) {
      return position * stride - before;
    }

    /// The first cell that lies inside.
    int first(int start) {
      return start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
    }

    /// One past the last cell that lies inside.
    int last(int start) {
      return Math.min(cells, Math.ceilDiv(Math.max(0, in - start), dilation));
    }

    /// One past the last cell that lies inside the input or its pads.
    int lastPadded(int start) {
      return Math.min(cells, Math.ceilDiv(Math.max(0, in + after - start), dilation));
    }
  }

  private PoolKernel(Pool2D op, Execution execution, KernelMemory memory, Shape x, Shape y) {
    this.op = op;
    this.rows = execution.rows();
    this.in = memory.input(0);
    this.out = memory.output(0);
    this.channels = (int) x.dim(3);
    this.inPitch = in.pitch(channels);
    this.outPitch = out.pitch(channels);
    this.vertical =
        window(Padding.Axis.HEIGHT, (int) x.dim(1), (int) y.dim(1), op.window().height());
    this.horizontal =
        window(Padding.Axis.WIDTH, (int) x.dim(2), (int) y.dim(2), op.window().width());
  }

  private Window window(Padding.Axis axis, int in, int out, int cells) {
    boolean height = axis == Padding.Axis.HEIGHT;
    int stride = height ? op.strides().height() : op.strides().width();
    int dilation = height ? op.dilations().height() : op.dilations().width();
    return new Window(
        in,
        out,
        cells,
        stride,
        dilation,
        op.padding().before(axis, in, cells, stride, dilation),
        op.padding().after(axis, in, cells, stride, dilation));
  }

  static CpuKernel select(KernelRequest node, Pool2D op, Execution execution) {
    node.requireFloat32();
    if (op.format() == DataFormat.NCHW) {
      return NchwAdapter.select(node, op.withFormat(DataFormat.NHWC), execution);
    }
    Shape x = node.shape(0);
    Shape y = node.output().shape();
    return PlannedKernel.of(
            "%s %s/%s".formatted(op.type(), op.window(), op.strides()),
            1,
            memory -> new PoolKernel(op, execution, memory, x, y).bind(execution, (int) x.dim(0)))
        .pitched(0);
  }

  private BoundKernel bind(Execution execution, int batch) {
    long cost = (long) horizontal.out * channels * vertical.cells * horizontal.cells;
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(batch, vertical.out),
        cost,
        (from, to, _) -> {
          for (int line = from; line < to; line++) {
            line(line / vertical.out, line % vertical.out, line);
          }
        });
  }

  private void line(int image, int y, int line) {
    int top = vertical.start(y);
    for (int x = 0; x < horizontal.out; x++) {
      int left = horizontal.start(x);
      int o = out.at() + (line * horizontal.out + x) * outPitch;
      int taken = 0;
      for (int row = vertical.first(top); row < vertical.last(top); row++) {
        int inRow = image * vertical.in + top + row * vertical.dilation;
        for (int column = horizontal.first(left); column < horizontal.last(left); column++) {
          int cell = inRow * horizontal.in + left + column * horizontal.dilation;
          take(in.at() + cell * inPitch, o, taken++ == 0);
        }
      }
      finish(o, taken, top, left);
    }
  }

  private void take(int from, int to, boolean first) {
    if (first) {
      System.arraycopy(in.array(), from, out.array(), to, channels);
      return;
    }
    BinaryFunction function =
        op.kind() == Pool2D.Kind.MAX ? BinaryFunction.MAXIMUM : BinaryFunction.ADD;
    rows.binary(function, out.array(), to, in.array(), from, out.array(), to, channels);
  }

  private void finish(int o, int taken, int top, int left) {
    if (op.kind() == Pool2D.Kind.MAX) {
      if (taken == 0) {
        fill(o, Float.NEGATIVE_INFINITY);
      }
      return;
    }
    if (taken == 0) {
      fill(o, 0);
    }
    int divisor =
        op.countIncludePad() ? vertical.lastPadded(top) * horizontal.lastPadded(left) : taken;
    if (divisor > 1) {
      rows.scaleShift(out.array(), o, 1f / divisor, 0, out.array(), o, channels);
    }
  }

  private void fill(int o, float value) {
    for (int c = 0; c < channels; c++) {
      out.array()[o + c] = value;
    }
  }
}
