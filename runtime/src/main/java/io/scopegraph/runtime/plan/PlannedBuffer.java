package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;

/// A buffer and its place.
///
/// @param id the position in [MemoryPlan#buffers]
/// @param name the variable's name, the tensor's name, or what the scratch memory is for
/// @param value what it holds: a graph's value, for packed weights the plain one, for scratch
///   memory the first output of the op
/// @param values the tensor names of all values that share the buffer: views and in-place results
/// @param bytes that are used
/// @param reserved bytes, the used ones rounded up to the device's alignment
/// @param offset in the region of its kind; 0 for weights
/// @param firstOp the first step that touches it, -1 if none does
/// @param lastOp the last step that touches it, -1 if none does
public record PlannedBuffer(
    int id,
    String name,
    BufferKind kind,
    Value value,
    ImmutableList<String> values,
    long bytes,
    long reserved,
    long offset,
    int firstOp,
    int lastOp) {
  /// Whether it is needed while a step runs.
  public boolean isLiveAt(int step) {
    return firstOp <= step && step <= lastOp;
  }
}
