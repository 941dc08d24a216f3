package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;

/// An algorithm for a convolution of one shape, or for the transpose of one, with bias, residual
/// and activation. Immutable.
///
/// The filter is dense in the order height, width, input channel within its group, output channel
/// (the group is the slowest part of the output channel), for both directions. It is packed once by
/// [#pack]; [#bind] then makes a runnable of fixed memory whose every run allocates nothing.
///
/// The result has the same bits for every number of threads, and however far apart the pixels of
/// input and output lie.
public sealed interface Convolution permits ConvKernel, WinogradKernel {
  /// A word for the algorithm.
  String name();

  /// Channels of one pixel of the output.
  int outChannels();

  /// Whether the pixels of the output may lie apart.
  boolean storesApart();

  /// Floats of the packed filter.
  int packedSize();

  /// Packs the filter at `filterAt` into [#packedSize] floats from `packedAt` on.
  void pack(float[] filter, int filterAt, float[] packed, int packedAt);

  /// Floats of scratch memory that a run needs.
  ///
  /// @param workers the size of the pool
  int workspaceSize(int workers);

  /// Makes a runnable of this kernel. Each run of it computes the output from what the memory holds
  /// then. Runs of one runnable may not overlap.
  ///
  /// @param pool runs the tasks
  /// @param operands what is read and written
  /// @param workspace [#workspaceSize] floats for the runs alone
  /// @throws IndexOutOfBoundsException if an operand does not fit its array, or if the convolution
  ///   is padded and too few zeros follow the input
  /// @throws IllegalArgumentException if the pixels of the output lie apart and may not
  Runnable bind(WorkerPool pool, ProductOperands operands, FloatRange workspace);
}
