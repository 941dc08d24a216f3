package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Op;
import io.scopegraph.op.Transpose;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// Runs a float32 node of format NCHW by a kernel for NHWC: images are transposed into the
/// workspace, and the result is transposed back.
final class NchwAdapter {
  private static final long ALIGNMENT = 64;

  private NchwAdapter() {}

  /// @param changed the op of the node, for NHWC
  static CpuKernel select(KernelRequest node, Op changed, Execution execution) {
    List<KernelRequest.Input> inputs = new ArrayList<>();
    for (KernelRequest.Input input : node.inputs()) {
      boolean image = isImage(node, inputs.size());
      inputs.add(image ? KernelRequest.Input.of(toNhwc(input.spec())) : input);
    }
    CpuKernel inner =
        KernelSelector.kernel(
            node.with(changed, inputs, List.of(toNhwc(node.output()))), execution);
    long bytes = aligned(node.output().byteSize());
    for (int input = 0; input < node.count(); input++) {
      bytes += isImage(node, input) ? aligned(node.input(input).byteSize()) : 0;
    }
    return new PlannedKernel(
        inner.algorithm() + " through NHWC",
        inner.reason(),
        inner.runtimeInputs(),
        inner.packedWeights(),
        bytes + inner.workspaceBytes(),
        Freedom.NONE,
        memory -> bind(node, inner, memory, execution));
  }

  private static BoundKernel bind(
      KernelRequest node, CpuKernel inner, KernelMemory memory, Execution execution) {
    BoundKernel before = BoundKernel.NOTHING;
    ImmutableList.Builder<FloatRange> inputs = ImmutableList.builder();
    long at = 0;
    for (int input = 0; input < node.count(); input++) {
      FloatRange range = memory.input(input);
      if (isImage(node, input)) {
        FloatRange copy = memory.workspace().part(at, node.input(input).byteSize());
        before =
            before.then(
                transpose(node.shape(input), Transpose.NCHW_TO_NHWC, range, copy, execution));
        at += aligned(copy.bytes());
        range = copy;
      }
      inputs.add(range);
    }
    FloatRange result = memory.workspace().part(at, node.output().byteSize());
    at += aligned(result.bytes());
    BoundKernel kernel =
        inner.bind(
            new KernelMemory(
                inputs.build(),
                ImmutableList.of(result),
                memory.packed(),
                memory.workspace().part(at, inner.workspaceBytes())));
    return before
        .then(kernel)
        .then(
            transpose(
                toNhwc(node.output()).shape(),
                Transpose.NHWC_TO_NCHW,
                result,
                memory.output(0),
                execution));
  }

  /// Filters have rank 4, too; they are the second input of the ops that have one.
  private static boolean isImage(KernelRequest node, int input) {
    return input != 1 && node.shape(input).rank() == 4;
  }

  private static BoundKernel transpose(
      Shape from, Transpose op, FloatRange in, FloatRange out, Execution execution) {
    long[] dense = LoopNest.dense(from.dims());
    long[] dims = new long[4];
    long[] source = new long[4];
    for (int axis = 0; axis < 4; axis++) {
      dims[axis] = from.dim(op.permutation().get(axis));
      source[axis] = dense[op.permutation().get(axis)];
    }
    return new Movement(DType.FLOAT32, dims, source, LoopNest.dense(dims), 0, 0)
        .bind(in, out, execution);
  }

  private static TensorSpec toNhwc(TensorSpec spec) {
    Shape shape = spec.shape();
    return spec.withShape(Shape.of(shape.dim(0), shape.dim(2), shape.dim(3), shape.dim(1)));
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }
}
