package io.scopegraph.io.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Makes the names of graph nodes: those of the model as far as they are unique.
public final class NodeNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  /// The name without slashes at its ends, or the substitute if nothing is left.
  public static String clean(String name, String substitute) {
    int from = 0;
    int to = name.length();
    while (from < to && name.charAt(from) == '/') {
      from++;
    }
    while (to > from && name.charAt(to - 1) == '/') {
      to--;
    }
    return from == to ? substitute : name.substring(from, to);
  }

  /// Takes a name, with the first free number if it is taken already.
  public String take(String base) {
    String name = base;
    int number = next.getOrDefault(base, 0);
    while (!taken.add(name)) {
      number++;
      name = base + "_" + number;
    }
    next.put(base, number);
    return name;
  }
}
