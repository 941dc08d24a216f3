package io.scopegraph.weights;

import com.google.common.base.Strings;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.weights.WeightProblem.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints what does not fit, as a table with aligned columns.
final class ProblemTable {
  /// Rows of each kind; what exceeds them is counted.
  static final int MAX_ROWS = 60;

  private static final String NOTHING = "-";

  private ProblemTable() {}

  /// @param unusedSlots how many of the unused names belong to training
  static String print(String file, List<WeightProblem> problems, int unusedSlots) {
    Map<Kind, List<WeightProblem>> byKind = new EnumMap<>(Kind.class);
    problems.forEach(
        problem -> byKind.computeIfAbsent(problem.kind(), _ -> new ArrayList<>()).add(problem));
    String counts =
        byKind.entrySet().stream()
            .map(each -> each.getValue().size() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"problem", "variable", "expected", "in the file", "nearest"});
    byKind.forEach((kind, all) -> {
      all.stream().limit(MAX_ROWS).forEach(problem -> rows.add(row(problem)));
      if (all.size() > MAX_ROWS) {
        rows.add(
            new String[] {
              kind.toString(), "... and %d more".formatted(all.size() - MAX_ROWS), "", "", ""
            });
      }
    });
    return "%s does not fit the variables: %s. Nothing was assigned.\n\n%s%s"
        .formatted(file, counts, table(rows), hints(problems, unusedSlots));
  }

  private static String[] row(WeightProblem problem) {
    return new String[] {
      problem.kind().toString(),
      problem.name(),
      expected(problem.expected()),
      found(problem.name(), problem.found()),
      problem.nearest().isEmpty() ? NOTHING : String.join(", ", problem.nearest())
    };
  }

  private static String expected(@Nullable TensorSpec spec) {
    return spec == null ? NOTHING : spec.toString();
  }

  private static String found(String name, @Nullable WeightEntry entry) {
    if (entry == null) {
      return NOTHING;
    }
    String renamed = entry.name().equals(name) ? "" : " as " + entry.name();
    String refused = entry.refusal() == null ? "" : ": " + entry.refusal();
    return entry + renamed + refused;
  }

  private static String table(List<String[]> rows) {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(Strings.padEnd(row[column], widths[column] + 2, ' '));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /// What could be done about it.
  private static String hints(List<WeightProblem> problems, int unusedSlots) {
    StringBuilder hints = new StringBuilder();
    if (unusedSlots > 0) {
      hints
          .append("\nAmong the unused names, %d of training; ".formatted(unusedSlots))
          .append("skipSlots() leaves them out.");
    }
    String renaming = RenamingHint.find(problems);
    if (renaming != null) {
      hints.append('\n').append(renaming);
    }
    return hints.toString();
  }
}
