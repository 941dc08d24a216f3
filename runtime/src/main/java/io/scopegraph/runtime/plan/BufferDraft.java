package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A buffer that has no place yet.
final class BufferDraft {
  private final BufferKind kind;
  private final Value value;
  private final String name;
  private final long bytes;
  private final @Nullable PackedWeight packing;
  private final TreeSet<String> values = new TreeSet<>();
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private int id;

  BufferDraft(BufferKind kind, Value value, String name, long bytes) {
    this(kind, value, name, bytes, null);
  }

  BufferDraft(
      BufferKind kind, Value value, String name, long bytes, @Nullable PackedWeight packing) {
    this.kind = kind;
    this.value = value;
    this.name = name;
    this.bytes = bytes;
    this.packing = packing;
  }

  /// Notes that a step needs the buffer.
  void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  /// Notes a value that lies in the buffer.
  void hold(String tensorName) {
    values.add(tensorName);
  }

  /// Sets the position in the plan.
  void number(int position) {
    id = position;
  }

  int id() {
    return id;
  }

  BufferKind kind() {
    return kind;
  }

  /// How the contents are made from a plain weight; null if they are plain.
  @Nullable PackedWeight packing() {
    return packing;
  }

  long reserved(long alignment) {
    return Alignment.up(bytes, alignment);
  }

  Range whole() {
    return new Range(id, 0, bytes, 0);
  }

  BufferRequest request(long alignment) {
    return new BufferRequest(name, first, last + 1L, reserved(alignment), alignment);
  }

  PlannedBuffer at(long offset, long alignment) {
    return new PlannedBuffer(
        id,
        name,
        kind,
        value,
        ImmutableList.copyOf(values),
        bytes,
        reserved(alignment),
        offset,
        last < 0 ? -1 : first,
        last);
  }
}
