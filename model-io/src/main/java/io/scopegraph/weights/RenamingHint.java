package io.scopegraph.weights;

import io.scopegraph.weights.WeightProblem.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the change of prefix under which most of the missing names would be among the unused ones.
final class RenamingHint {
  /// Names that are compared with each other on either side.
  private static final int COMPARED = 300;

  private record Prefixes(String from, String to) {}

  private RenamingHint() {}

  /// The hint as a sentence, or null if no change of prefix helps at least two names.
  static @Nullable String find(List<WeightProblem> problems) {
    List<WeightProblem> missing = some(problems, Kind.MISSING);
    List<WeightProblem> unused = some(problems, Kind.UNUSED);
    Map<Prefixes, Set<String>> helped = new HashMap<>();
    for (WeightProblem wanted : missing) {
      for (WeightProblem offered : unused) {
        Prefixes prefixes = prefixes(offered.name(), wanted.name());
        if (prefixes != null
            && String.valueOf(wanted.expected()).equals(String.valueOf(offered.found()))) {
          helped.computeIfAbsent(prefixes, _ -> new HashSet<>()).add(wanted.name());
        }
      }
    }
    Prefixes best = null;
    int most = 1;
    for (Map.Entry<Prefixes, Set<String>> each : helped.entrySet()) {
      if (each.getValue().size() > most) {
        best = each.getKey();
        most = each.getValue().size();
      }
    }
    return best == null
        ? null
        : "renamePrefix(\"%s\", \"%s\") would find %d of the missing names."
            .formatted(best.from(), best.to(), most);
  }

  private static List<WeightProblem> some(List<WeightProblem> problems, Kind kind) {
    return problems.stream().filter(each -> each.kind() == kind).limit(COMPARED).toList();
  }

  /// What is left of two names before the parts with which both end, or null if there are none.
  private static @Nullable Prefixes prefixes(String from, String to) {
    int common = 0;
    while (common < Math.min(from.length(), to.length())
        && from.charAt(from.length() - 1 - common) == to.charAt(to.length() - 1 - common)) {
      common++;
    }
    while (common > 0 && !(isStart(from, common) && isStart(to, common))) {
      common--;
    }
    return common == 0
        ? null
        : new Prefixes(
            from.substring(0, from.length() - common), to.substring(0, to.length() - common));
  }

  /// Whether a part of the name begins so many characters before its end.
  private static boolean isStart(String name, int fromEnd) {
    int at = name.length() - fromEnd;
    return at == 0 || name.charAt(at - 1) == '/' || name.charAt(at - 1) == '.';
  }
}
