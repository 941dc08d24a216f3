package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// The ops that only move elements, for all dtypes.
final class MovementKernels {
  private MovementKernels() {}

  static CpuKernel transpose(NodeView node, Transpose op, Execution execution) {
    long[] dims = node.output().shape().dims();
    long[] dense = LoopNest.dense(node.shape(0).dims());
    long[] source = new long[dims.length];
    ImmutableList<Integer> permutation = op.permutation(dims.length);
    for (int axis = 0; axis < dims.length; axis++) {
      source[axis] = dense[permutation.get(axis)];
    }
    return single(
        "transpose",
        new Movement(node.dtype(0), dims, source, LoopNest.dense(dims), 0, 0),
        execution);
  }

  static CpuKernel expand(NodeView node, Execution execution) {
    Shape shape = node.output().shape();
    return single(
        "expand",
        new Movement(
            node.dtype(0),
            shape.dims(),
            LoopNest.broadcast(node.shape(0), shape),
            LoopNest.dense(shape.dims()),
            0,
            0),
        execution);
  }

  static CpuKernel slice(NodeView node, Execution execution) {
    Slice.Ranges ranges =
        Slice.ranges(
            node.shape(0),
            node.constant(1, "starts").toLongArray(),
            node.constant(2, "ends").toLongArray(),
            optional(node, 3, "axes"),
            optional(node, 4, "steps"));
    long[] dense = LoopNest.dense(node.shape(0).dims());
    long[] counts = ranges.counts().toArray();
    long[] source = new long[dense.length];
    long at = 0;
    for (int axis = 0; axis < dense.length; axis++) {
      at += ranges.starts().get(axis) * dense[axis];
      // The step of an axis of at most one element is never taken and may be of any size.
      source[axis] = counts[axis] > 1 ? ranges.steps().get(axis) * dense[axis] : 0;
    }
    return single(
        "slice",
        new Movement(node.dtype(0), counts, source, LoopNest.dense(counts), at, 0),
        execution);
  }

  static CpuKernel concat(NodeView node, Concat op, Execution execution) {
    TensorSpec output = node.output();
    int axis = wrap(op.axis(), output.shape().rank());
    long[] target = LoopNest.dense(output.shape().dims());
    ImmutableList.Builder<Movement> pieces = ImmutableList.builder();
    long at = 0;
    for (int input = 0; input < node.count(); input++) {
      long[] dims = node.shape(input).dims();
      pieces.add(
          new Movement(output.dtype(), dims, LoopNest.dense(dims), target, 0, at * target[axis]));
      at += dims[axis];
    }
    ImmutableList<Movement> movements = pieces.build();
    return PlannedKernel.of(
        "concat",
        node.count(),
        memory -> {
          BoundKernel all = BoundKernel.NOTHING;
          for (int input = 0; input < movements.size(); input++) {
            BoundKernel one =
                movements.get(input).bind(memory.input(input), memory.output(0), execution);
            all = input == 0 ? one : all.then(one);
          }
          return all;
        });
  }

  static CpuKernel split(NodeView node, Split op, Execution execution) {
    long[] source = LoopNest.dense(node.shape(0).dims());
    int axis = wrap(op.axis(), source.length);
    ImmutableList.Builder<Movement> pieces = ImmutableList.builder();
    long at = 0;
    for (TensorSpec output : node.outputs()) {
      long[] dims = output.shape().dims();
      pieces.add(
          new Movement(output.dtype(), dims, source, LoopNest.dense(dims), at * source[axis], 0));
      at += dims[axis];
    }
    ImmutableList<Movement> movements = pieces.build();
    return PlannedKernel.of(
        "split",
        1,
        memory -> {
          BoundKernel all = BoundKernel.NOTHING;
          for (int slot = 0; slot < movements.size(); slot++) {
            BoundKernel one =
                movements.get(slot).bind(memory.input(0), memory.output(slot), execution);
            all = slot == 0 ? one : all.then(one);
          }
          return all;
        });
  }

  private static CpuKernel single(String algorithm, Movement movement, Execution execution) {
    return PlannedKernel.of(
        algorithm, 1, memory -> movement.bind(memory.input(0), memory.output(0), execution));
  }

  private static long @Nullable [] optional(NodeView node, int input, String what) {
    return input < node.count() ? node.constant(input, what).toLongArray() : null;
  }

  private static int wrap(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }
}
