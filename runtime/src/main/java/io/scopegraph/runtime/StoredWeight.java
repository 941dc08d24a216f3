package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An allocation of the store with the sessions that read it. Guarded by the store.
final class StoredWeight implements AutoCloseable {
  private static final long HOST_ALIGNMENT = 64;

  private final String name;
  private final BufferKind kind;
  private final DeviceMemory memory;
  private final @Nullable PackedWeight packing;

  /// How often each session has acquired it.
  private final Map<String, Integer> users = new LinkedHashMap<>();

  StoredWeight(String name, BufferKind kind, DeviceMemory memory, @Nullable PackedWeight packing) {
    this.name = name;
    this.kind = kind;
    this.memory = memory;
    this.packing = packing;
  }

  DeviceMemory memory() {
    return memory;
  }

  void acquire(String session) {
    users.merge(session, 1, Integer::sum);
  }

  void release(String session) {
    users.computeIfPresent(session, (_, count) -> count == 1 ? null : count - 1);
  }

  boolean isUsed() {
    return !users.isEmpty();
  }

  boolean isUsedBy(String session) {
    return users.containsKey(session);
  }

  MemoryReport.Weight report() {
    return new MemoryReport.Weight(
        name, kind.toString(), memory.bytes(), users.keySet().stream().toList());
  }

  /// Writes the contents: as they are, or in the packed form.
  void fill(MemorySegment plain) {
    if (packing == null) {
      memory.write(0, plain);
      return;
    }
    MemorySegment host = memory.host();
    if (host != null) {
      MemorySegment target = host.asSlice(0, packing.bytes()).fill((byte) 0);
      packing.pack(plain, target);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment staging = arena.allocate(packing.bytes(), HOST_ALIGNMENT);
      packing.pack(plain, staging);
      memory.write(0, staging);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
