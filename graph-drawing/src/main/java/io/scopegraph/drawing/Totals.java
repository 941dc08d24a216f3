package io.scopegraph.drawing;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a scope holds in all.
///
/// @param ops the number of nodes of each op type, without variables, constants and results
/// @param variables the number of variables
/// @param parameters the elements of variables and of floating-point constants of rank 1 and more
/// @param parameterBytes the bytes of these
public record Totals(
    ImmutableSortedMap<String, Integer> ops, int variables, long parameters, long parameterBytes) {

  /// The number of ops of any type.
  public int opCount() {
    return ops.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The commonest types: `Conv2D ×3, Relu ×3, …`.
  public String commonestOps(int limit) {
    String text =
        ops.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(limit)
            .map(each -> each.getKey() + (each.getValue() > 1 ? " ×" + each.getValue() : ""))
            .collect(Collectors.joining(", "));
    return ops.size() > limit ? text + ", …" : text;
  }

  /// For example `12 ops, 4 variables`.
  public String counts() {
    String opsText = opCount() + (opCount() == 1 ? " op" : " ops");
    if (variables == 0) {
      return opsText;
    }
    return opsText + ", " + variables + (variables == 1 ? " variable" : " variables");
  }

  /// For example `1,204 parameters, 4.7 KiB`; empty if there are none.
  public String parametersText() {
    return parameters == 0
        ? ""
        : String.format(
            Locale.ROOT, "%,d parameters, %s", parameters, ByteLabel.of(parameterBytes));
  }
}
