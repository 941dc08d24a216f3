package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.dnn.Alternatives;
import io.scopegraph.cuda.dnn.DnnArithmetic;
import io.scopegraph.cuda.dnn.Layout;
import io.scopegraph.cuda.dnn.Pooling;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Pooling: by cuDNN where it has the mode, else by our own kernel.
final class PoolKernel {
  private final Pool2D op;
  private final DType dtype;
  private final DnnArithmetic arithmetic;
  private final Shape x;
  private final Shape y;
  private final int top;
  private final int left;
  private final int bottom;
  private final int right;

  private PoolKernel(KernelRequest node, Pool2D op) {
    this.op = op;
    this.dtype = node.dtype(0);
    this.arithmetic = DnnArithmetic.of(dtype, node.options().precision());
    this.x = node.shape(0);
    this.y = node.output().shape();
    int height = op.window().height();
    int width = op.window().width();
    Size2 strides = op.strides();
    Size2 dilations = op.dilations();
    long h = op.format().height(x);
    long w = op.format().width(x);
    Padding padding = op.padding();
    this.top = padding.before(Padding.Axis.HEIGHT, h, height, strides.height(), dilations.height());
    this.left = padding.before(Padding.Axis.WIDTH, w, width, strides.width(), dilations.width());
    this.bottom =
        padding.after(Padding.Axis.HEIGHT, h, height, strides.height(), dilations.height());
    this.right = padding.after(Padding.Axis.WIDTH, w, width, strides.width(), dilations.width());
  }

  static CudaKernel select(KernelRequest node, Pool2D op) {
    for (long dim : node.shape(0).dims()) {
      if (dim > Integer.MAX_VALUE) {
        throw new UnsupportedNode(
            "%s on CUDA: an extent of %s is not below 2^31".formatted(op.type(), node.shape(0)));
      }
    }
    PoolKernel kernel = new PoolKernel(node, op);
    boolean cudnn = kernel.fitsCudnn();
    return PlannedKernel.of(
            "%s %s/%s%s".formatted(op.type(), op.window(), op.strides(), cudnn ? " cudnn" : ""),
            1,
            (memory, context) ->
                cudnn ? kernel.cudnn(memory, context) : kernel.own(memory, context))
        .with(cudnn ? Freedom.NONE : Freedom.NONE.pitched(true, 0));
  }

  /// Whether cuDNN finds the same windows, with the same cells in each.
  private boolean fitsCudnn() {
    DataFormat format = op.format();
    return op.dilations().equals(Size2.ONE)
        && x.elementCount() <= Integer.MAX_VALUE
        && fits(
            format.height(x),
            format.height(y),
            op.window().height(),
            op.strides().height(),
            top,
            bottom)
        && fits(
            format.width(x),
            format.width(y),
            op.window().width(),
            op.strides().width(),
            left,
            right);
  }

  /// Along one axis: as many windows with the same pad on both sides, and, if pads count, no cell
  /// beyond the declared ones.
  private boolean fits(long in, long out, int window, int stride, int before, int after) {
    boolean sameCount = Math.floorDiv(in + 2L * before - window, stride) + 1 == out;
    boolean counts = op.kind() == Pool2D.Kind.AVERAGE && op.countIncludePad();
    return sameCount
        && before < window
        && (!counts || (out - 1) * stride + window <= in + before + after);
  }

  private Work cudnn(StepMemory memory, LaunchContext context) {
    Pooling.Mode mode =
        switch (op.kind()) {
          case MAX -> Pooling.Mode.MAX;
          case AVERAGE ->
              op.countIncludePad() ? Pooling.Mode.AVERAGE_WITH_PADS : Pooling.Mode.AVERAGE;
        };
    Pooling.Window window =
        new Pooling.Window(
            mode,
            op.window().height(),
            op.window().width(),
            top,
            left,
            op.strides().height(),
            op.strides().width());
    return new Alternatives(
        ImmutableList.of(
            new Alternatives.Alternative(
                "the pooling of cuDNN",
                () ->
                    new Pooling(
                        context.dnn(),
                        window,
                        arithmetic,
                        layout(x, memory.input(0)),
                        layout(y, memory.output()),
                        memory.input(0).address(),
                        memory.output().address())),
            new Alternatives.Alternative("our own pooling", () -> own(memory, context))));
  }

  private Work own(StepMemory memory, LaunchContext context) {
    DataFormat format = op.format();
    Layout in = layout(x, memory.input(0));
    Layout out = layout(y, memory.output());
    Arguments arguments =
        new Arguments()
            .struct(
                in.batch(),
                out.height(),
                out.width(),
                in.channels(),
                in.height(),
                in.width(),
                op.window().height(),
                op.window().width(),
                op.strides().height(),
                op.strides().width(),
                op.dilations().height(),
                op.dilations().width(),
                top,
                left,
                in.height() + bottom,
                in.width() + right,
                in.batchStride(),
                in.heightStride(),
                in.widthStride(),
                in.channelStride(),
                out.batchStride(),
                out.heightStride(),
                out.widthStride(),
                out.channelStride(),
                format == DataFormat.NHWC ? 1 : 0,
                op.countIncludePad() ? 1 : 0)
            .address(memory.input(0).address())
            .address(memory.output().address());
    String kind =
        switch (op.kind()) {
          case MAX -> "max_pool_";
          case AVERAGE -> "average_pool_";
        };
    return context.strided("pool", kind + ElementType.suffix(dtype), y.elementCount(), arguments);
  }

  private Layout layout(Shape shape, Span span) {
    DataFormat format = op.format();
    return Layout.of(
        format,
        (int) shape.dim(0),
        (int) format.channels(shape),
        (int) format.height(shape),
        (int) format.width(shape),
        span.pitch() / dtype.byteSize());
  }
}
