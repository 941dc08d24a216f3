package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The sessions of a store: what they hold beside it, and which of their nodes read which weight.
/// Guarded by the store.
final class StoreSessions {
  private final Map<String, MemoryReport.SessionBytes> bytes = new LinkedHashMap<>();
  private final Map<String, WeightReaders> readers = new LinkedHashMap<>();

  /// A name that no session has: the wanted one, or the wanted one with a number.
  String unique(String wanted) {
    String name = wanted;
    for (int number = 2; bytes.containsKey(name); number++) {
      name = wanted + "-" + number;
    }
    return name;
  }

  void add(String name, Precision precision, WeightReaders graphReaders) {
    bytes.put(name, new MemoryReport.SessionBytes(name, precision.toString(), 0, 0, 0));
    readers.put(name, graphReaders);
  }

  void remove(String name) {
    bytes.remove(name);
    readers.remove(name);
  }

  boolean isEmpty() {
    return bytes.isEmpty();
  }

  void record(MemoryReport.SessionBytes held) {
    bytes.put(held.name(), held);
  }

  ImmutableList<MemoryReport.SessionBytes> report() {
    return ImmutableList.copyOf(bytes.values());
  }

  /// The sessions that read a variable, whether they have run or not.
  ImmutableList<MemoryReport.User> users(String variable) {
    WeightKey key = new WeightKey.Variable(variable);
    ImmutableList.Builder<MemoryReport.User> users = ImmutableList.builder();
    readers.forEach((session, list) -> {
      if (!list.of(key).isEmpty()) {
        users.add(new MemoryReport.User(session, list.of(key)));
      }
    });
    return users.build();
  }

  /// The nodes of a session that read a weight: as the user named them; of a packed form, and of a
  /// constant that the user did not write, as the plan does.
  ImmutableList<String> nodes(String session, PlannedWeight weight, MemoryPlan plan) {
    if (weight.key() instanceof WeightKey.Packed) {
      return plan.steps().stream()
          .filter(step -> reads(step, weight.buffer()))
          .map(step -> step.node().name())
          .collect(toImmutableList());
    }
    ImmutableList<String> written = Objects.requireNonNull(readers.get(session)).of(weight.key());
    return written.isEmpty() ? WeightReaders.of(plan.graph()).of(weight.key()) : written;
  }

  private static boolean reads(PlannedStep step, int buffer) {
    return Stream.concat(step.packed().stream(), step.inputs().stream())
        .anyMatch(range -> range.buffer() == buffer);
  }
}
