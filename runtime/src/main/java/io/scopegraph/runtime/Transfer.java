package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A value that is copied from or to the host.
///
/// @param name of the input or output
/// @param offset in the region of inputs or outputs
record Transfer(String name, TensorSpec spec, long offset) {
  /// The values that are fed; those without bytes are left out.
  static ImmutableList<Transfer> inputs(MemoryPlan plan) {
    return plan.buffers().stream()
        .filter(buffer -> buffer.kind() == BufferKind.INPUT && buffer.bytes() > 0)
        .map(buffer ->
            new Transfer(buffer.name(), plan.graph().spec(buffer.value()), buffer.offset()))
        .collect(toImmutableList());
  }

  /// The results, in the order of the graph's outputs.
  static ImmutableList<Transfer> outputs(MemoryPlan plan) {
    Map<String, PlannedBuffer> buffers =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind() == BufferKind.OUTPUT)
            .collect(Collectors.toMap(PlannedBuffer::name, Function.identity()));
    return plan.graph().outputs().entrySet().stream()
        .map(output -> {
          PlannedBuffer buffer = buffers.get(output.getKey());
          if (buffer == null) {
            throw new IllegalStateException(
                "Output \"" + output.getKey() + "\" has no planned buffer");
          }
          return new Transfer(
              output.getKey(), plan.graph().spec(output.getValue()), buffer.offset());
        })
        .collect(toImmutableList());
  }

  /// Its part of a block that holds the region.
  MemorySegment slice(MemorySegment block) {
    return block.asSlice(offset, spec.byteSize());
  }
}
