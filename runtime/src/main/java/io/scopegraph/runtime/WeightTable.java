package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.Alignment;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The allocations of a store, one for each key. Guarded by the store.
final class WeightTable {
  private final Device device;
  private final Map<WeightKey, StoredWeight> weights = new LinkedHashMap<>();

  WeightTable(Device device) {
    this.device = device;
  }

  @Nullable StoredWeight find(WeightKey key) {
    return weights.get(key);
  }

  /// A variable itself, null if it has no memory.
  @Nullable StoredWeight variable(String name) {
    return weights.get(new WeightKey.Variable(name));
  }

  ImmutableList<StoredWeight> all() {
    return ImmutableList.copyOf(weights.values());
  }

  /// A variable and all forms of it.
  ImmutableList<StoredWeight> forms(String variable) {
    return weights.values().stream()
        .filter(weight -> weight.holds(variable))
        .collect(toImmutableList());
  }

  long bytes() {
    return weights.values().stream().mapToLong(weight -> weight.memory().bytes()).sum();
  }

  /// The bytes that a variable takes by itself.
  long variableBytes(long contents) {
    return Alignment.up(contents, device.alignment());
  }

  /// Reserves memory for what a plan wants, fills and keeps it.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory; nothing is kept then
  StoredWeight create(PlannedWeight planned, PlannedBuffer buffer, MemorySegment plain) {
    DeviceMemory memory = device.allocate(buffer.name(), buffer.reserved());
    StoredWeight weight =
        new StoredWeight(buffer.name(), planned.key(), buffer.kind(), memory, planned.packing());
    keepFilled(weight, planned.key(), plain);
    return weight;
  }

  /// Reserves memory for a variable that has none, without keeping it.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory
  StoredWeight allocate(String variable, MemorySegment contents) {
    DeviceMemory memory = device.allocate(variable, variableBytes(contents.byteSize()));
    StoredWeight weight =
        new StoredWeight(
            variable, new WeightKey.Variable(variable), BufferKind.VARIABLE, memory, null);
    try {
      weight.fill(contents);
      return weight;
    } catch (RuntimeException e) {
      weight.close();
      throw e;
    }
  }

  private void keepFilled(StoredWeight weight, WeightKey key, MemorySegment plain) {
    try {
      weight.fill(plain);
    } catch (RuntimeException e) {
      weight.close();
      throw e;
    }
    keep(weight, key);
  }

  /// Keeps a weight under a key that is free.
  void keep(StoredWeight weight, WeightKey key) {
    weights.put(key, weight);
    WeightEvents.allocated(device, weight);
  }

  /// Gives back a weight's memory.
  void free(WeightKey key) {
    StoredWeight weight = weights.remove(key);
    if (weight != null) {
      weight.close();
      WeightEvents.freed(device, weight);
    }
  }

  void freeAll() {
    ImmutableList.copyOf(weights.keySet()).forEach(this::free);
  }
}
