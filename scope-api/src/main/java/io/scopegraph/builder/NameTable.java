package io.scopegraph.builder;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The names in use, for ops and name scopes alike. Names that differ only in the case of letters
/// collide, but keep the case in which they were asked for.
final class NameTable {
  private final Map<String, Integer> nextNumbers = new HashMap<>();

  /// The full name itself, or the name with the first number that is free.
  ///
  /// @param reserve whether the answer is taken from now on
  String unique(String fullName, boolean reserve) {
    String key = fullName.toLowerCase(Locale.ROOT);
    int number = nextNumbers.getOrDefault(key, 0);
    if (reserve) {
      nextNumbers.put(key, number + 1);
    }
    if (number == 0) {
      return fullName;
    }
    String candidate = key;
    while (nextNumbers.containsKey(candidate)) {
      candidate = key + "_" + number;
      number++;
    }
    if (reserve) {
      nextNumbers.put(candidate, 1);
    }
    return fullName + "_" + (number - 1);
  }
}
