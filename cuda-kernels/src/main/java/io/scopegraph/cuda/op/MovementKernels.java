package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The ops that only move elements.
final class MovementKernels {
  private MovementKernels() {}

  static CudaKernel transpose(KernelRequest node, Transpose op) {
    long[] dims = node.output().shape().dims();
    ImmutableList<Integer> permutation = op.permutation(dims.length);
    return single(
        "transpose",
        node,
        (sourcePitch, targetPitch) -> {
          long[] rows = Strides.rows(node.shape(0).dims(), sourcePitch);
          long[] source = new long[dims.length];
          for (int axis = 0; axis < dims.length; axis++) {
            source[axis] = rows[permutation.get(axis)];
          }
          return movement(node, dims, source, Strides.rows(dims, targetPitch), 0);
        });
  }

  static CudaKernel expand(KernelRequest node) {
    Shape shape = node.output().shape();
    return single(
        "expand",
        node,
        (sourcePitch, targetPitch) ->
            movement(
                node,
                shape.dims(),
                Strides.broadcast(node.shape(0), sourcePitch, shape),
                Strides.rows(shape.dims(), targetPitch),
                0));
  }

  static CudaKernel slice(KernelRequest node) {
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
        node,
        (sourcePitch, targetPitch) -> {
          long[] rows = Strides.rows(node.shape(0).dims(), sourcePitch);
          long[] source = new long[rows.length];
          long at = 0;
          for (int axis = 0; axis < rows.length; axis++) {
            at += ranges.starts().get(axis) * rows[axis];
            // The step of an axis of at most one element is never taken and may be of any size.
            source[axis] = counts[axis] > 1 ? ranges.steps().get(axis) * rows[axis] : 0;
          }
          return movement(node, counts, source, Strides.rows(counts, targetPitch), at);
        });
  }

  static CudaKernel concat(KernelRequest node, Concat op) {
    TensorSpec output = node.output();
    int size = output.dtype().byteSize();
    int axis = Math.floorMod(op.axis(), output.shape().rank());
    ImmutableList.Builder<Movement.Plan> plans = ImmutableList.builder();
    long start = 0;
    for (int input = 0; input < node.count(); input++) {
      long[] dims = node.shape(input).dims();
      long first = start;
      plans.add((sourcePitch, targetPitch) -> {
        long[] target = Strides.rows(output.shape().dims(), targetPitch);
        long[] source = Strides.rows(dims, sourcePitch);
        return new Movement(size, dims, source, target, 0, first * target[axis]);
      });
      start += dims[axis];
    }
    ImmutableList<Movement.Plan> pieces = plans.build();
    pieces.forEach(piece -> piece.of(0, 0).check());
    Integer[] inputs = IntStream.range(0, node.count()).boxed().toArray(Integer[]::new);
    Freedom freedom = Freedom.NONE.parts(inputs);
    boolean pitched = output.shape().rank() <= Nest.MOST_AXES;
    return PlannedKernel.of(
            "concat",
            node.count(),
            (memory, context) -> {
              Work all = Work.NOTHING;
              for (int input = 0; input < pieces.size(); input++) {
                Span from = memory.input(input);
                all = all.then(pieces.get(input).bind(size, from, memory.output(), context));
              }
              return all;
            })
        .with(pitched ? freedom.pitched(true, inputs) : freedom);
  }

  static CudaKernel split(KernelRequest node, Split op) {
    int size = node.dtype(0).byteSize();
    long[] whole = node.shape(0).dims();
    int axis = Math.floorMod(op.axis(), whole.length);
    ImmutableList.Builder<Movement.Plan> plans = ImmutableList.builder();
    long start = 0;
    for (TensorSpec output : node.outputs()) {
      long[] dims = output.shape().dims();
      long first = start;
      plans.add((sourcePitch, targetPitch) -> {
        long[] source = Strides.rows(whole, sourcePitch);
        long[] target = Strides.rows(dims, targetPitch);
        return movement(node, dims, source, target, first * source[axis]);
      });
      start += dims[axis];
    }
    ImmutableList<Movement.Plan> pieces = plans.build();
    pieces.forEach(piece -> piece.of(0, 0).check());
    boolean pitched = ElementType.canPitch(node.shape(0));
    return PlannedKernel.of(
            "split",
            1,
            (memory, context) -> {
              Work all = Work.NOTHING;
              for (int slot = 0; slot < pieces.size(); slot++) {
                Span to = memory.outputs().get(slot);
                all = all.then(pieces.get(slot).bind(size, memory.input(0), to, context));
              }
              return all;
            })
        .with(pitched ? Freedom.NONE.pitched(false, 0) : Freedom.NONE);
  }

  private static CudaKernel single(String algorithm, KernelRequest node, Movement.Plan plan) {
    plan.of(0, 0).check();
    boolean pitched =
        ElementType.canPitch(node.shape(0)) && ElementType.canPitch(node.output().shape());
    return PlannedKernel.of(
            algorithm,
            1,
            (memory, context) ->
                plan.bind(node.dtype(0).byteSize(), memory.input(0), memory.output(), context))
        .with(pitched ? Freedom.NONE.pitched(true, 0) : Freedom.NONE);
  }

  /// @param sourceAt where the source has the block's first element
  private static Movement movement(
      KernelRequest node, long[] extents, long[] source, long[] target, long sourceAt) {
    return new Movement(node.dtype(0).byteSize(), extents, source, target, sourceAt, 0);
  }

  private static long @Nullable [] optional(KernelRequest node, int input, String what) {
    return input < node.count() ? node.constant(input, what).toLongArray() : null;
  }
}
