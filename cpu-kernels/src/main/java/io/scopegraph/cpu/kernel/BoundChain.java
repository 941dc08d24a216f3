package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import org.jspecify.annotations.Nullable;

/// A chain with its memory. A task goes through its rows band by band: it keeps the rows of the
/// depthwise convolution's input that the next band reads as well, computes the others, and turns
/// them into rows of the output.
final class BoundChain implements Runnable, WorkerPool.Task {
  // So that the two parts of the workspace start at whole cache lines.
  private static final int LINE = 16;

  private final ChainShape chain;
  private final ConvShape shape;
  private final ChainSplit split;
  private final WorkerPool pool;
  private final FloatRange in;
  private final FloatRange out;
  private final FloatRange workspace;
  private final int perWorker;
  private final int expandedSize;
  private final int inPixel;
  private final int outPixel;
  private final @Nullable PointwiseStage expand;
  private final DepthwiseStage depthwise;
  private final @Nullable PointwiseStage project;
  private final FarResidual residual;

  /// @param workspace [#workspaceSize] floats for each worker
  BoundChain(
      FloatKernels kernels,
      ChainShape chain,
      ChainSplit split,
      WorkerPool pool,
      ChainKernel.Operands operands,
      FloatRange workspace) {
    this.chain = chain;
    this.shape = chain.depthwise();
    this.split = split;
    this.pool = pool;
    this.in = operands.in();
    this.out = operands.out();
    this.workspace = workspace;
    this.perWorker = workspaceSize(chain, split);
    this.expandedSize = aligned(chain.expandedFloats(split.bandRows()));
    this.inPixel = in.pitch(chain.channels());
    this.outPixel = out.pitch(chain.outChannels());
    this.residual = residual(operands, chain.outChannels());
    this.expand =
        chain.expand() == null || operands.expand() == null
            ? null
            : new PointwiseStage(kernels, chain.expand(), operands.expand(), in, workspace, null);
    this.depthwise =
        new DepthwiseStage(
            kernels,
            shape,
            operands.depthwise(),
            expand == null ? in : workspace,
            chain.project() == null ? out : workspace);
    this.project =
        chain.project() == null || operands.project() == null
            ? null
            : new PointwiseStage(
                kernels, chain.project(), operands.project(), workspace, out, residual);
  }

  private static FarResidual residual(ChainKernel.Operands operands, int channels) {
    ChainKernel.Stage last = operands.project() == null ? operands.depthwise() : operands.project();
    return new FarResidual(
        new ProductOperands(
            operands.in(),
            last.packed(),
            last.bias(),
            operands.residual(),
            last.activation(),
            operands.out()),
        channels,
        1);
  }

  /// Floats of scratch memory for each worker.
  static int workspaceSize(ChainShape chain, ChainSplit split) {
    return aligned(chain.expandedFloats(split.bandRows()))
        + aligned(chain.filteredFloats(split.bandRows()));
  }

  private static int aligned(int floats) {
    return Math.ceilDiv(floats, LINE) * LINE;
  }

  @Override
  public void run() {
    pool.run(split.tasks(), this);
  }

  @Override
  public void run(int task, int worker) {
    int image = split.image(task);
    int end = split.endRow(task);
    int scratch = workspace.at() + worker * perWorker;
    // The rows of the depthwise convolution's input that the workspace holds.
    int held = 0;
    int heldEnd = 0;
    for (int top = split.firstRow(task); top < end; top += split.bandRows()) {
      int bottom = Math.min(end, top + split.bandRows());
      if (expand != null) {
        int first = chain.firstRow(top);
        int last = chain.endRow(bottom);
        keep(scratch, held, first, heldEnd);
        expand(expand, image, scratch, first, Math.max(first, heldEnd), last);
        held = first;
        heldEnd = last;
      }
      filter(image, top, bottom, scratch, held);
    }
  }

  /// Moves the rows from `first` to below `end` to the beginning, where `held` is now.
  private void keep(int scratch, int held, int first, int end) {
    if (first < end && first > held) {
      int row = shape.width() * shape.channels();
      float[] array = workspace.array();
      System.arraycopy(array, scratch + (first - held) * row, array, scratch, (end - first) * row);
    }
  }

  private void expand(
      PointwiseStage stage, int image, int scratch, int origin, int first, int end) {
    int width = shape.width();
    int channels = shape.channels();
    stage.run(
        (end - first) * width,
        in.at() + (image * shape.height() + first) * width * inPixel,
        inPixel,
        scratch + (first - origin) * width * channels,
        channels);
  }

  /// The output rows from `top` to below `bottom`, if the workspace holds the depthwise
  /// convolution's input from row `held` on.
  private void filter(int image, int top, int bottom, int scratch, int held) {
    int source =
        expand == null
            ? in.at() + image * shape.height() * shape.width() * inPixel
            : scratch - held * shape.width() * shape.channels();
    int firstPixel = (image * shape.outHeight() + top) * shape.outWidth();
    int target = out.at() + firstPixel * outPixel;
    if (project == null) {
      depthwise.run(top, bottom, source, target);
      return;
    }
    int filtered = scratch + expandedSize;
    depthwise.run(top, bottom, source, filtered);
    int pixels = (bottom - top) * shape.outWidth();
    residual.fetch(firstPixel, pixels, 0, chain.outChannels());
    project.run(pixels, filtered, shape.channels(), target, outPixel);
  }
}
