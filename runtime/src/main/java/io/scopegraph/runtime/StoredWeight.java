package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An allocation of the store with the sessions that read it. Guarded by the store.
final class StoredWeight implements AutoCloseable {
  private static final long HOST_ALIGNMENT = 64;

  private final String name;
  private final BufferKind kind;
  private final DeviceMemory memory;
  private final @Nullable PackedWeight packing;

  private final Map<String, Use> users = new LinkedHashMap<>();

  /// How a session uses it.
  ///
  /// @param count how often the session has acquired it
  private record Use(int count, ImmutableList<String> nodes) {}

  StoredWeight(String name, BufferKind kind, DeviceMemory memory, @Nullable PackedWeight packing) {
    this.name = name;
    this.kind = kind;
    this.memory = memory;
    this.packing = packing;
  }

  DeviceMemory memory() {
    return memory;
  }

  /// Whether this is the variable itself, not a form of it that kernels read.
  boolean isVariable(String variable) {
    return kind == BufferKind.VARIABLE && name.equals(variable);
  }

  /// Notes a use.
  ///
  /// @param nodes the nodes of the session's graph that read it
  void acquire(String session, ImmutableList<String> nodes) {
    users.merge(
        session, new Use(1, nodes), (known, _) -> new Use(known.count() + 1, known.nodes()));
  }

  void release(String session) {
    users.computeIfPresent(
        session, (_, use) -> use.count() == 1 ? null : new Use(use.count() - 1, use.nodes()));
  }

  boolean isUsed() {
    return !users.isEmpty();
  }

  boolean isUsedBy(String session) {
    return users.containsKey(session);
  }

  MemoryReport.Weight report() {
    List<MemoryReport.User> list = new ArrayList<>();
    users.forEach((session, use) -> list.add(new MemoryReport.User(session, use.nodes())));
    return new MemoryReport.Weight(name, kind.toString(), memory.bytes(), list);
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
