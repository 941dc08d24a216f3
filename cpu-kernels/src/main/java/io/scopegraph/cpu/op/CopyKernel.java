package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.lang.foreign.MemorySegment;

/// Ops that change nothing but the shape: reshaping, dropping and inserting axes, identity.
final class CopyKernel {
  private static final int BLOCK = 1 << 14;

  private CopyKernel() {}

  static CpuKernel select(KernelRequest node, Execution execution) {
    DType dtype = node.dtype(0);
    Shape from = node.shape(0);
    Shape to = node.output().shape();
    PlannedKernel kernel =
        PlannedKernel.of(
                node.op().type() + " copy",
                1,
                memory -> copy(dtype, from, memory.input(0), to, memory.output(0), execution))
            .inPlace(0);
    if (!Movement.canPitch(dtype)) {
      return kernel;
    }
    return hasSameRows(from, to) ? kernel.pitched(0) : kernel.pitchedInputsOnly(0);
  }

  private static boolean hasSameRows(Shape from, Shape to) {
    return from.rank() > 0 && to.rank() > 0 && from.dim(-1) == to.dim(-1);
  }

  /// Copies all elements in their order. The rows of both may lie apart only if they are of one
  /// length.
  private static BoundKernel copy(
      DType dtype, Shape from, FloatRange in, Shape to, FloatRange out, Execution execution) {
    if (in.pitch() == 0 && out.pitch() == 0) {
      return copy(in, out, execution);
    }
    long[] dims = (in.pitch() == 0 ? to : from).dims();
    Movement.Plan plan =
        (sourcePitch, targetPitch) ->
            new Movement(
                dtype,
                dims,
                LoopNest.rows(dims, sourcePitch),
                LoopNest.rows(dims, targetPitch),
                0,
                0);
    return plan.bind(dtype, in, out, execution);
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
