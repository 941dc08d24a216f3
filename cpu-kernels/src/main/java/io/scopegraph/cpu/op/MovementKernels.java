package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The ops that only move elements, for all dtypes.
final class MovementKernels {
  private MovementKernels() {}

  static CpuKernel transpose(KernelRequest node, Transpose op, Execution execution) {
    DType dtype = node.dtype(0);
    long[] dims = node.output().shape().dims();
    ImmutableList<Integer> permutation = op.permutation(dims.length);
    return single(
        "transpose",
        dtype,
        (sourcePitch, targetPitch) -> {
          long[] rows = LoopNest.rows(node.shape(0).dims(), sourcePitch);
          long[] source = new long[dims.length];
          for (int axis = 0; axis < dims.length; axis++) {
            source[axis] = rows[permutation.get(axis)];
          }
          return new Movement(dtype, dims, source, LoopNest.rows(dims, targetPitch), 0, 0);
        },
        execution);
  }

  static CpuKernel expand(KernelRequest node, Execution execution) {
    DType dtype = node.dtype(0);
    Shape shape = node.output().shape();
    return single(
        "expand",
        dtype,
        (sourcePitch, targetPitch) ->
            new Movement(
                dtype,
                shape.dims(),
                LoopNest.broadcast(node.shape(0), sourcePitch, shape),
                LoopNest.rows(shape.dims(), targetPitch),
                0,
                0),
        execution);
  }

  static CpuKernel slice(KernelRequest node, Execution execution) {
    DType dtype = node.dtype(0);
    Slice.Ranges ranges =
        Slice.ranges(
            node.shape(0),
            node.constant(1, "starts").toLongArray(),
            node.constant(2, "ends").toLongArray(),
            optional(node, 3, "axes"),
            optional(node, 4, "steps"));
    long[] counts = ranges.counts().toArray();
    return single(
        "slice",
        dtype,
        (sourcePitch, targetPitch) -> {
          long[] rows = LoopNest.rows(node.shape(0).dims(), sourcePitch);
          long[] source = new long[rows.length];
          long at = 0;
          for (int axis = 0; axis < rows.length; axis++) {
            at += ranges.starts().get(axis) * rows[axis];
            // The step of an axis of at most one element is never taken and may be of any size.
            source[axis] = counts[axis] > 1 ? ranges.steps().get(axis) * rows[axis] : 0;
          }
          return new Movement(dtype, counts, source, LoopNest.rows(counts, targetPitch), at, 0);
        },
        execution);
  }

  static CpuKernel concat(KernelRequest node, Concat op, Execution execution) {
    TensorSpec output = node.output();
    DType dtype = output.dtype();
    int axis = wrap(op.axis(), output.shape().rank());
    ImmutableList.Builder<Movement.Plan> pieces = ImmutableList.builder();
    Integer[] inputs = new Integer[node.count()];
    long start = 0;
    for (int input = 0; input < node.count(); input++) {
      long[] dims = node.shape(input).dims();
      long first = start;
      pieces.add((sourcePitch, targetPitch) -> {
        long[] target = LoopNest.rows(output.shape().dims(), targetPitch);
        long[] source = LoopNest.rows(dims, sourcePitch);
        return new Movement(dtype, dims, source, target, 0, first * target[axis]);
      });
      inputs[input] = input;
      start += dims[axis];
    }
    ImmutableList<Movement.Plan> plans = pieces.build();
    PlannedKernel kernel =
        PlannedKernel.of(
                "concat",
                node.count(),
                memory ->
                    all(
                        plans.size(),
                        input ->
                            plans
                                .get(input)
                                .bind(dtype, memory.input(input), memory.output(0), execution)))
            .parts(inputs);
    return Movement.canPitch(dtype) ? kernel.pitched(inputs) : kernel;
  }

  static CpuKernel split(KernelRequest node, Split op, Execution execution) {
    DType dtype = node.dtype(0);
    long[] whole = node.shape(0).dims();
    int axis = wrap(op.axis(), whole.length);
    ImmutableList.Builder<Movement.Plan> pieces = ImmutableList.builder();
    long start = 0;
    for (TensorSpec output : node.outputs()) {
      long[] dims = output.shape().dims();
      long first = start;
      pieces.add((sourcePitch, targetPitch) -> {
        long[] source = LoopNest.rows(whole, sourcePitch);
        long[] target = LoopNest.rows(dims, targetPitch);
        return new Movement(dtype, dims, source, target, first * source[axis], 0);
      });
      start += dims[axis];
    }
    ImmutableList<Movement.Plan> plans = pieces.build();
    PlannedKernel kernel =
        PlannedKernel.of(
            "split",
            1,
            memory ->
                all(
                    plans.size(),
                    slot ->
                        plans
                            .get(slot)
                            .bind(dtype, memory.input(0), memory.output(slot), execution)));
    return Movement.canPitch(dtype) ? kernel.pitchedInputsOnly(0) : kernel;
  }

  /// One piece after the other.
  private static BoundKernel all(int pieces, IntFunction<BoundKernel> bind) {
    BoundKernel all = BoundKernel.NOTHING;
    for (int piece = 0; piece < pieces; piece++) {
      all = all.then(bind.apply(piece));
    }
    return all;
  }

  private static CpuKernel single(
      String algorithm, DType dtype, Movement.Plan plan, Execution execution) {
    PlannedKernel kernel =
        PlannedKernel.of(
            algorithm, 1, memory -> plan.bind(dtype, memory.input(0), memory.output(0), execution));
    return Movement.canPitch(dtype) ? kernel.pitched(0) : kernel;
  }

  private static long @Nullable [] optional(KernelRequest node, int input, String what) {
    return input < node.count() ? node.constant(input, what).toLongArray() : null;
  }

  private static int wrap(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }
}
