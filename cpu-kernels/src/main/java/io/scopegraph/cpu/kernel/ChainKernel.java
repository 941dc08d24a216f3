package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import org.jspecify.annotations.Nullable;

/// A chain of convolutions, computed band by band of rows, so that what is between them never
/// leaves the cache. Immutable.
///
/// The result has the bits of the same [ConvKernel]s run one after the other, for every number of
/// threads.
public final class ChainKernel {
  private final FloatKernels kernels;
  private final ChainShape shape;

  /// What one convolution works with.
  ///
  /// @param packed the filter as [ConvKernel#pack] packs it
  /// @param bias one value per output channel, or null
  /// @param activation applied last
  public record Stage(FloatRange packed, @Nullable FloatRange bias, Activation activation) {}

  /// What a chain works with.
  ///
  /// @param in the input
  /// @param expand null if there is no such convolution
  /// @param project null if there is no such convolution
  /// @param residual added to the results of the last convolution before its activation, shaped as
  ///   the output, or null; only if there is one after the depthwise convolution
  /// @param out the output; must overlap nothing else
  public record Operands(
      FloatRange in,
      @Nullable Stage expand,
      Stage depthwise,
      @Nullable Stage project,
      @Nullable FloatRange residual,
      FloatRange out) {}

  public ChainKernel(FloatKernels kernels, ChainShape shape) {
    this.kernels = kernels;
    this.shape = shape;
  }

  /// Floats of scratch memory that a run needs.
  ///
  /// @param workers the size of the pool
  public int workspaceSize(int workers) {
    ChainSplit split = ChainSplit.of(shape, workers);
    return Math.multiplyExact(
        Math.min(workers, split.tasks()), BoundChain.workspaceSize(shape, split));
  }

  /// Whether that is worth its while: where there is more between the convolutions than is computed
  /// at a time, and the image has rows enough for all workers. With less it stays in the cache
  /// anyway, and rows at the seams are computed twice.
  ///
  /// @param workers the size of the pool
  public boolean pays(int workers) {
    return shape.widest() > ChainSplit.BAND_FLOATS
        && ChainSplit.of(shape, workers).occupies(shape, workers);
  }

  /// For people: why it is worth its while, or empty if it is not.
  ///
  /// @param workers the size of the pool
  public String reason(int workers) {
    return pays(workers)
        ? "%,d KiB between the convolutions, more than stays in the cache"
            .formatted(shape.widest() / 256)
        : "";
  }

  /// For people: `112x112x96, 4 rows at a time`.
  public String describe(int workers) {
    ConvShape middle = shape.depthwise();
    return "%dx%dx%d, %d rows at a time"
        .formatted(
            middle.height(),
            middle.width(),
            middle.channels(),
            ChainSplit.of(shape, workers).bandRows());
  }

  /// Makes a runnable of this chain, whose runs may not overlap.
  ///
  /// @param workspace [#workspaceSize] floats for the runs alone
  /// @throws IndexOutOfBoundsException if an operand does not fit its array
  public Runnable bind(WorkerPool pool, Operands operands, FloatRange workspace) {
    workspace.checkRows(1, workspaceSize(pool.size()));
    return bind(pool, operands, workspace, ChainSplit.of(shape, pool.size()));
  }

  Runnable bind(WorkerPool pool, Operands operands, FloatRange workspace, ChainSplit split) {
    ConvShape middle = shape.depthwise();
    operands.in().checkRows(middle.batch() * middle.height() * middle.width(), shape.channels());
    int pixels = middle.batch() * middle.outHeight() * middle.outWidth();
    operands.out().checkRows(pixels, shape.outChannels());
    if (operands.residual() != null) {
      operands.residual().checkRows(pixels, shape.outChannels());
    }
    return new BoundChain(kernels, shape, split, pool, operands, workspace);
  }
}
