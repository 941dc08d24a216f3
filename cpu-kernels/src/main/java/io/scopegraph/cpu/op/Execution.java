package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.pool.WorkerPool;

/// What kernels run with.
///
/// @param pool the threads
/// @param floats the innermost loops of convolutions and products
public record Execution(WorkerPool pool, FloatKernels floats) {
  /// The innermost loops of everything else.
  public RowKernels rows() {
    return floats.rows();
  }
}
