package io.scopegraph.cpu.op;

import io.scopegraph.op.ShapeOp;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Results that depend on shapes alone.
final class FillKernel {
  private FillKernel() {}

  /// All elements equal.
  static CpuKernel select(KernelRequest node, Tensor fill) {
    TensorSpec spec = node.output();
    return PlannedKernel.of(
        "fill",
        0,
        memory -> {
          Tensor out = memory.output(0).tensor(spec);
          boolean floating = spec.dtype().isFloating();
          int count = Math.toIntExact(out.elementCount());
          return () -> {
            for (int i = 0; i < count; i++) {
              if (floating) {
                out.setDouble(i, fill.getDouble(0));
              } else {
                out.setLong(i, fill.getLong(0));
              }
            }
          };
        });
  }

  /// The extents of the input.
  static CpuKernel shape(KernelRequest node, ShapeOp op) {
    int rank = node.shape(0).rank();
    long[] dims =
        Arrays.copyOfRange(
            node.shape(0).dims(), op.from(rank), Math.max(op.from(rank), op.to(rank)));
    return PlannedKernel.of(
        "shape",
        0,
        memory -> {
          Tensor out = memory.output(0).tensor(node.output());
          return () -> {
            for (int i = 0; i < dims.length; i++) {
              out.setLong(i, dims[i]);
            }
          };
        });
  }
}
