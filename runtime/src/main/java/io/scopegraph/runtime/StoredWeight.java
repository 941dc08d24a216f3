package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An allocation of the store with the sessions that read it. Guarded by the store.
final class StoredWeight implements AutoCloseable {
  /// The form of a weight as it is.
  static final String PLAIN = "plain";

  private static final long HOST_ALIGNMENT = 64;

  /// How much of memory that the host cannot reach is read back at once.
  private static final long COMPARED_BYTES = 1 << 20;

  private final String name;
  private final WeightKey key;
  private final BufferKind kind;
  private final DeviceMemory memory;
  private final @Nullable PackedWeight packing;

  private final Map<String, Use> users = new LinkedHashMap<>();

  /// How a session uses it.
  private static final class Use {
    private int count;
    private final Set<String> nodes = new LinkedHashSet<>();
  }

  /// @param packing how the contents are made from the plain ones; null for plain contents
  StoredWeight(
      String name,
      WeightKey key,
      BufferKind kind,
      DeviceMemory memory,
      @Nullable PackedWeight packing) {
    this.name = name;
    this.key = key;
    this.kind = kind;
    this.memory = memory;
    this.packing = packing;
  }

  String name() {
    return name;
  }

  BufferKind kind() {
    return kind;
  }

  DeviceMemory memory() {
    return memory;
  }

  boolean isPacked() {
    return packing != null;
  }

  /// The form's name, `plain` for the weight itself.
  String form() {
    return packing == null ? PLAIN : packing.form();
  }

  /// Whether this is the variable itself or a form of it.
  boolean holds(String variable) {
    WeightKey plain = key;
    while (plain instanceof WeightKey.Packed(WeightKey inner, _)) {
      plain = inner;
    }
    return plain instanceof WeightKey.Variable(String held) && held.equals(variable);
  }

  /// Notes a use.
  ///
  /// @param nodes the nodes of the session's graph that read it
  void acquire(String session, ImmutableList<String> nodes) {
    Use use = users.computeIfAbsent(session, _ -> new Use());
    use.count++;
    use.nodes.addAll(nodes);
  }

  void release(String session) {
    Use use = users.get(session);
    if (use != null && --use.count == 0) {
      users.remove(session);
    }
  }

  boolean isUsed() {
    return !users.isEmpty();
  }

  boolean isUsedBy(String session) {
    return users.containsKey(session);
  }

  MemoryReport.Weight report() {
    List<MemoryReport.User> list = new ArrayList<>();
    users.forEach((session, use) ->
        list.add(new MemoryReport.User(session, ImmutableList.copyOf(use.nodes))));
    return MemoryReport.Weight.of(name, kind.toString(), memory.bytes(), list);
  }

  /// What has to be written for certain plain contents: they themselves or, packed, the form in
  /// memory of its own.
  MemorySegment prepare(MemorySegment plain, Arena arena) {
    if (packing == null) {
      return plain;
    }
    MemorySegment prepared = arena.allocate(packing.bytes(), HOST_ALIGNMENT);
    packing.pack(plain, prepared);
    return prepared;
  }

  /// Writes what was prepared.
  void write(MemorySegment prepared) {
    memory.write(0, prepared);
  }

  /// Writes the contents: as they are, or in the packed form, which is made in place where the host
  /// reaches the memory.
  void fill(MemorySegment plain) {
    MemorySegment host = memory.host();
    if (packing != null && host != null) {
      packing.pack(plain, host.asSlice(0, packing.bytes()).fill((byte) 0));
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      write(prepare(plain, arena));
    }
  }

  /// Whether the contents, which are plain, are these.
  boolean contains(MemorySegment plain) {
    MemorySegment host = memory.host();
    if (host != null) {
      return host.asSlice(0, plain.byteSize()).mismatch(plain) < 0;
    }
    long total = plain.byteSize();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.min(total, COMPARED_BYTES), HOST_ALIGNMENT);
      for (long at = 0; at < total; at += COMPARED_BYTES) {
        MemorySegment part = copy.asSlice(0, Math.min(COMPARED_BYTES, total - at));
        memory.read(at, part);
        if (part.mismatch(plain.asSlice(at, part.byteSize())) >= 0) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
