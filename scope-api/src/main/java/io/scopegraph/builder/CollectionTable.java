package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Lists of variables and outputs under string keys, in the order of insertion.
final class CollectionTable {
  private final Map<String, List<Operand>> lists = new HashMap<>();

  void add(String key, Operand item) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
  }

  ImmutableList<Operand> get(String key) {
    return ImmutableList.copyOf(lists.getOrDefault(key, List.of()));
  }

  /// The items whose name starts with a match of a regular expression.
  ImmutableList<Operand> get(String key, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return get(key).stream()
        .filter(item -> pattern.matcher(item.name()).lookingAt())
        .collect(ImmutableList.toImmutableList());
  }
}
