package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Lists of variables, outputs and ops under string keys, in the order of insertion.
final class CollectionTable {
  private final Map<String, List<Named>> lists = new HashMap<>();

  void add(String key, Named item) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
  }

  ImmutableList<Named> get(String key) {
    return ImmutableList.copyOf(lists.getOrDefault(key, List.of()));
  }

  /// The items whose name starts with a match of a regular expression.
  ImmutableList<Named> get(String key, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return get(key).stream()
        .filter(item -> pattern.matcher(item.name()).lookingAt())
        .collect(ImmutableList.toImmutableList());
  }

  /// The items in a variable scope.
  ImmutableList<Named> get(String key, VariableScope scope) {
    return scope.name().isEmpty() ? get(key) : get(key, scope.name() + "/");
  }

  /// The variables among items.
  static ImmutableList<Variable> variables(List<Named> items) {
    return items.stream()
        .filter(Variable.class::isInstance)
        .map(Variable.class::cast)
        .collect(ImmutableList.toImmutableList());
  }
}
