package io.scopegraph.builder;

import java.util.HashMap;
import java.util.Map;

/// How often each variable scope was entered, which numbers the scopes that have only a default
/// name.
final class ScopeCounters {
  private Map<String, Integer> counts = new HashMap<>();

  void entered(String scopeName) {
    counts.merge(scopeName, 1, Integer::sum);
  }

  /// Numbering starts anew in all scopes below one that is left.
  void forgetBelow(String scopeName) {
    counts.keySet().removeIf(name -> name.startsWith(scopeName + "/"));
  }

  /// The first name of the form `name`, `name_1`, `name_2` ... that was not entered.
  String firstUnused(String name) {
    String candidate = name;
    for (int number = 1; counts.containsKey(candidate); number++) {
      candidate = name + "_" + number;
    }
    return candidate;
  }

  Map<String, Integer> snapshot() {
    return Map.copyOf(counts);
  }

  void restore(Map<String, Integer> snapshot) {
    counts = new HashMap<>(snapshot);
  }
}
