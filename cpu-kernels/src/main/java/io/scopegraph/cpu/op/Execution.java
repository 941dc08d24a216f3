package io.scopegraph.cpu.op;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.pool.WorkerPool;

/// What kernels run with.
public final class Execution {
  private final WorkerPool pool;
  private final FloatKernels floats;
  private final Supplier<MeasuredConvolutions> measured;

  /// @param pool the threads
  /// @param floats the innermost loops of convolutions and products
  public Execution(WorkerPool pool, FloatKernels floats) {
    this.pool = pool;
    this.floats = floats;
    this.measured = Suppliers.memoize(() -> new MeasuredConvolutions(pool, floats));
  }

  /// The threads.
  public WorkerPool pool() {
    return pool;
  }

  /// The innermost loops of convolutions and products.
  public FloatKernels floats() {
    return floats;
  }

  /// The innermost loops of everything else.
  public RowKernels rows() {
    return floats.rows();
  }

  /// What algorithms were measured to take, read from disk when it is first asked for.
  MeasuredConvolutions measured() {
    return measured.get();
  }
}
