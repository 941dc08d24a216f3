package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Ops whose result is known before running: it is made of a few equal elements.
final class FillKernel {
  private FillKernel() {}

  /// All elements have one value.
  static CudaKernel select(KernelRequest node, Tensor value) {
    int size = node.output().dtype().byteSize();
    long bits = bits(value.segment(), size);
    long elements = node.output().shape().elementCount();
    return PlannedKernel.of(
        "fill",
        0,
        (memory, context) -> fill(context, memory.output().address(), elements, size, bits));
  }

  /// The dimensions of an input.
  static CudaKernel shape(KernelRequest node, ShapeOp op) {
    int rank = node.shape(0).rank();
    long[] dims =
        Arrays.copyOfRange(
            node.shape(0).dims(), op.from(rank), Math.max(op.from(rank), op.to(rank)));
    return PlannedKernel.of(
        "shape",
        0,
        (memory, context) -> {
          Work all = Work.NOTHING;
          for (int i = 0; i < dims.length; i++) {
            long at = memory.output().address() + (long) i * Long.BYTES;
            all = all.then(fill(context, at, 1, Long.BYTES, dims[i]));
          }
          return all;
        });
  }

  private static Work fill(LaunchContext context, long at, long elements, int size, long bits) {
    return context.strided(
        "fill",
        "fill_" + 8 * size,
        elements,
        new Arguments().int64(elements).struct(bits).address(at));
  }

  private static long bits(MemorySegment segment, int size) {
    long bits = 0;
    for (int i = size - 1; i >= 0; i--) {
      bits = (bits << 8) | (segment.get(ValueLayout.JAVA_BYTE, i) & 0xFF);
    }
    return bits;
  }
}
