package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// Runs a node of type float16 or bfloat16 by a float32 kernel: its inputs are widened into the
/// workspace, or for packed weights when they are packed, and the result is rounded once.
final class NarrowFloats {
  private static final long ALIGNMENT = 64;

  private NarrowFloats() {}

  /// Whether a dtype is one of the two.
  static boolean isNarrow(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  static CpuKernel select(KernelRequest node, Execution execution) {
    List<KernelRequest.Input> inputs = new ArrayList<>();
    for (KernelRequest.Input input : node.inputs()) {
      inputs.add(
          isNarrow(input.spec().dtype())
              ? new KernelRequest.Input(widened(input.spec()), null, input.weight())
              : input);
    }
    CpuKernel inner =
        KernelSelector.kernel(
            node.with(node.op(), inputs, List.of(widened(node.output()))), execution);
    long bytes = aligned(widened(node.output()).byteSize());
    for (int input : inner.runtimeInputs()) {
      bytes += aligned(widened(node.input(input)).byteSize());
    }
    return new PlannedKernel(
        "%s through float32".formatted(inner.algorithm()),
        inner.reason(),
        inner.runtimeInputs(),
        inner.packedWeights().stream()
            .map(packed -> widened(node.input(packed.input()), packed))
            .collect(ImmutableList.toImmutableList()),
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
      TensorSpec spec = node.input(input);
      if (inner.runtimeInputs().contains(input) && isNarrow(spec.dtype())) {
        TensorSpec wide = widened(spec);
        FloatRange copy = memory.workspace().part(at, wide.byteSize());
        at += aligned(copy.bytes());
        before = before.then(CastKernel.convert(range.tensor(spec), copy.tensor(wide), execution));
        range = copy;
      }
      inputs.add(range);
    }
    TensorSpec wide = widened(node.output());
    FloatRange result = memory.workspace().part(at, wide.byteSize());
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
            CastKernel.convert(
                result.tensor(wide), memory.output(0).tensor(node.output()), execution));
  }

  /// The form of a weight that the float32 kernel wants, made of the narrow one.
  private static PackedWeight widened(TensorSpec plain, PackedWeight packed) {
    return isNarrow(plain.dtype()) ? new WidenedWeight(plain, packed) : packed;
  }

  private static TensorSpec widened(TensorSpec spec) {
    return spec.withDType(DType.FLOAT32);
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }
}
