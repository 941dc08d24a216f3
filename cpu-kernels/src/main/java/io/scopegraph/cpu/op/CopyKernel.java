package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import java.lang.foreign.MemorySegment;

/// Ops that change nothing but the shape: reshaping, dropping and inserting axes, identity.
final class CopyKernel {
  private static final int BLOCK = 1 << 14;

  private CopyKernel() {}

  static CpuKernel select(NodeView node, Execution execution) {
    return PlannedKernel.of(
            node.op().type() + " copy",
            1,
            memory -> copy(memory.input(0), memory.output(0), execution))
        .inPlace(0);
  }

  /// Copies all bytes; does nothing if both are the same place.
  static BoundKernel copy(FloatRange in, FloatRange out, Execution execution) {
    if (in.isSame(out)) {
      return BoundKernel.NOTHING;
    }
    int whole = Math.toIntExact(out.bytes() / 4);
    BoundKernel floats =
        Spread.of(
            execution.pool(),
            Math.ceilDiv(whole, BLOCK),
            BLOCK,
            (from, to, _) -> {
              int begin = from * BLOCK;
              int end = (int) Math.min((long) to * BLOCK, whole);
              System.arraycopy(
                  in.array(), in.at() + begin, out.array(), out.at() + begin, end - begin);
            });
    long rest = out.bytes() - 4L * whole;
    if (rest == 0) {
      return floats;
    }
    MemorySegment source = in.segment();
    MemorySegment target = out.segment();
    return floats.then(() -> MemorySegment.copy(source, 4L * whole, target, 4L * whole, rest));
  }
}
