package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.DeviceMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The weights that one plan of a session uses. Guarded by the session.
final class WeightLease implements AutoCloseable {
  private final VariableStore store;
  private final String session;
  private final List<WeightKey> keys = new ArrayList<>();
  private final Map<Integer, DeviceMemory> byBuffer = new HashMap<>();

  WeightLease(VariableStore store, String session) {
    this.store = store;
    this.session = session;
  }

  void add(PlannedWeight planned, DeviceMemory memory) {
    keys.add(planned.key());
    byBuffer.put(planned.buffer(), memory);
  }

  /// The memory of a planned buffer.
  DeviceMemory memory(int buffer) {
    DeviceMemory memory = byBuffer.get(buffer);
    if (memory == null) {
      throw new IllegalStateException("Buffer " + buffer + " is no weight");
    }
    return memory;
  }

  @Override
  public void close() {
    store.release(session, keys);
    keys.clear();
  }
}
