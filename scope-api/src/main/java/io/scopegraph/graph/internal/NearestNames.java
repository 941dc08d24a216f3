package io.scopegraph.graph.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Suggestions for a name that does not exist.
public final class NearestNames {
  private static final int SUGGESTED = 3;

  private NearestNames() {}

  /// Up to three names, the most alike first, quoted: `"input", "inputs"`; `none` if there are no
  /// names.
  public static String suggest(String name, Collection<String> names) {
    List<String> nearest =
        names.stream()
            .sorted(
                Comparator.comparingInt((String candidate) -> distance(name, candidate))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SUGGESTED)
            .map(candidate -> "\"" + candidate + "\"")
            .toList();
    return nearest.isEmpty() ? "none" : String.join(", ", nearest);
  }

  /// The number of characters to insert, delete or change.
  public static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= left.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int changed = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[right.length()];
  }
}
