package io.scopegraph.cpu.op;

import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// Conversion between all dtypes.
final class CastKernel {
  private static final int SLOW = 8;

  private CastKernel() {}

  static CpuKernel select(KernelRequest node, Execution execution) {
    TensorSpec from = node.input(0);
    TensorSpec to = node.output();
    if (from.dtype() == to.dtype()) {
      return CopyKernel.select(node, execution);
    }
    return PlannedKernel.of(
        "cast %s to %s".formatted(from.dtype(), to.dtype()),
        1,
        memory -> convert(memory.input(0).tensor(from), memory.output(0).tensor(to), execution));
  }

  /// Converts each element.
  static BoundKernel convert(Tensor in, Tensor out, Execution execution) {
    boolean exact = !in.dtype().isFloating();
    return Spread.of(
        execution.pool(),
        Math.toIntExact(in.elementCount()),
        SLOW,
        (from, to, _) -> {
          for (int i = from; i < to; i++) {
            if (exact) {
              out.setLong(i, in.getLong(i));
            } else {
              out.setDouble(i, in.getDouble(i));
            }
          }
        });
  }
}
