package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.List;
import java.util.Objects;

/// A convolution with its memory.
///
/// A task fills a table with the places that its pixels read, whatever rows and images they are in,
/// and hands it to the kernels for all of its panels. Taps outside the input read zeros.
final class BoundConv implements Runnable, WorkerPool.Task {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final ConvPanels panels;
  private final WorkerPool pool;
  private final Split split;
  private final List<ConvPhase> phases;
  private final FloatRange in;
  private final int inPixel;
  private final int packedAt;
  private final int outAt;
  private final int outPixel;
  private final PanelOperands operands;
  private final FarResidual residual;
  private final Activation late;
  private final RepeatedBias bias;

  /// @param in the input that `shape` speaks of
  /// @param columns how many pixels of the output are channels of one pixel of `shape`
  BoundConv(
      FloatKernels kernels,
      ConvShape shape,
      boolean transposed,
      int columns,
      ConvPanels panels,
      WorkerPool pool,
      FloatRange in,
      ProductOperands product,
      FloatRange workspace) {
    this.kernels = kernels;
    this.shape = shape;
    this.panels = panels;
    this.pool = pool;
    this.split = Split.of(shape, panels.count(), panels.packedSize(), pool.size());
    this.in = in;
    this.inPixel = in.pitch(shape.channels());
    this.phases = List.copyOf(ConvPhase.of(shape, transposed, inPixel));
    if (phases.stream().anyMatch(phase -> phase.reachesOut(shape))) {
      Objects.checkFromIndexSize(in.zerosAt(), shape.channels(), in.array().length);
    }
    this.packedAt = product.packed().at();
    this.outAt = product.out().at();
    int channels = shape.outChannels() / columns;
    this.outPixel = columns * product.out().pitch(channels);
    boolean isLate = split.groups() == 1 && !product.activation().isBitClamp();
    this.late = isLate ? product.activation() : Activation.NONE;
    this.residual = new FarResidual(product, channels, columns);
    this.bias = new RepeatedBias(product.bias(), columns, channels, workspace);
    this.operands =
        PanelOperands.of(
            in.array(),
            product.packed().array(),
            bias.array(),
            residual.array(),
            residual.shift(),
            product.out().array(),
            isLate ? Activation.NONE : product.activation());
  }

  @Override
  public void run() {
    bias.update();
    pool.run(split.tasks(), this);
  }

  @Override
  public void run(int task, int worker) {
    int first = split.firstRow(task);
    int last = split.lastRow(task);
    int firstPixel = first * shape.outWidth();
    int pixels = (last - first) * shape.outWidth();
    int firstPanel = split.firstPanel(task);
    int lastPanel = split.lastPanel(task);
    residual.fetch(firstPixel, pixels, panels.channel(firstPanel), panels.end(lastPanel - 1));
    Positions positions = Positions.take();
    for (int i = 0; i < phases.size(); i++) {
      ConvPhase phase = phases.get(i);
      locate(positions, phase, first, last);
      panels(positions, phase.walk(), firstPanel, lastPanel);
    }
    positions.release();
    if (late.kind() != Activation.Kind.NONE) {
      activate(firstPixel, pixels);
    }
  }

  private void locate(Positions positions, ConvPhase phase, int first, int last) {
    positions.reset(phase.walk().taps(), phase.mostPixels(last - first));
    int inImage = shape.height() * shape.width() * inPixel;
    for (int row = first; row < last; row++) {
      phase.add(
          positions,
          shape,
          inPixel,
          in.at() + row / shape.outHeight() * inImage,
          in.zerosAt(),
          row % shape.outHeight(),
          outAt + row * shape.outWidth() * outPixel,
          outPixel);
    }
  }

  private void panels(Positions positions, Walk walk, int first, int last) {
    for (int panel = first; panel < last; ) {
      int group = panels.group(panel);
      int end = Math.min(last, panels.after(group));
      int channel = panels.channel(panel);
      kernels.panels(
          operands,
          walk,
          positions,
          group * shape.groupChannels(),
          packedAt + panels.packedAt(panel),
          bias.at() + channel,
          channel,
          panels.end(end - 1) - channel);
      panel = end;
    }
  }

  private void activate(int firstPixel, int pixels) {
    int at = outAt + firstPixel * outPixel;
    int dense = shape.outChannels();
    if (outPixel == dense) {
      kernels.activate(operands.out(), at, pixels * dense, late);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      kernels.activate(operands.out(), at + pixel * outPixel, dense, late);
    }
  }
}
