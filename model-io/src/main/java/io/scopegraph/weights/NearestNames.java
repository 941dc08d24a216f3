package io.scopegraph.weights;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds names that are alike, part by part: a part may be missing, added or spelt differently, and
/// the last parts count as much as the first. Bounded: very long names and lists are not compared
/// to the end.
final class NearestNames {
  private static final int SHOWN = 2;
  private static final int COMPARED = 2_000;
  private static final int PARTS = 12;
  private static final int PART_LENGTH = 32;

  /// A part that is missing costs as much as one in which all is different.
  private static final double WHOLE_PART = 1.0;

  /// A name is suggested if less than this share of its parts differs, or its spec is the same and
  /// less than [#ALIKE_WITH_SPEC].
  private static final double ALIKE = 0.6;

  private static final double ALIKE_WITH_SPEC = 0.85;

  private record Candidate(String name, double distance) {}

  private NearestNames() {}

  /// Up to two names, the most alike first, quoted; `none` if there are no names.
  static String suggest(String name, Collection<String> names) {
    Map<String, String> candidates =
        names.stream()
            .limit(COMPARED)
            .collect(Collectors.toMap(each -> each, _ -> "", (first, _) -> first));
    List<String> nearest =
        nearest(name, "", candidates).stream()
            .limit(SHOWN)
            .map(each -> "\"" + each.name() + "\"")
            .toList();
    return nearest.isEmpty() ? "none" : String.join(", ", nearest);
  }

  /// Up to two names that are so alike that one may be meant for the other.
  ///
  /// @param spec of the name, which counts too
  /// @param candidates specs by name
  static ImmutableList<String> similar(String name, String spec, Map<String, String> candidates) {
    return nearest(name, spec, candidates).stream()
        .filter(each ->
            each.distance() < (spec.equals(candidates.get(each.name())) ? ALIKE_WITH_SPEC : ALIKE))
        .limit(SHOWN)
        .map(Candidate::name)
        .collect(ImmutableList.toImmutableList());
  }

  private static List<Candidate> nearest(String name, String spec, Map<String, String> candidates) {
    String[] parts = parts(name);
    List<Candidate> nearest = new ArrayList<>();
    for (Map.Entry<String, String> each : candidates.entrySet()) {
      if (nearest.size() == COMPARED) {
        break;
      }
      nearest.add(new Candidate(each.getKey(), distance(parts, parts(each.getKey()))));
    }
    nearest.sort(
        Comparator.comparing((Candidate each) -> !spec.equals(candidates.get(each.name())))
            .thenComparingDouble(Candidate::distance)
            .thenComparing(Candidate::name));
    return nearest;
  }

  /// The last parts of a name, between slashes or dots.
  private static String[] parts(String name) {
    String[] parts = name.split("[/.]", -1);
    int from = Math.max(0, parts.length - PARTS);
    String[] last = new String[parts.length - from];
    for (int i = 0; i < last.length; i++) {
      String part = parts[from + i];
      last[i] = part.substring(0, Math.min(part.length(), PART_LENGTH));
    }
    return last;
  }

  /// The share of parts that differ, 0 to 1.
  private static double distance(String[] left, String[] right) {
    double[] row = new double[right.length + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column * WHOLE_PART;
    }
    for (int line = 1; line <= left.length; line++) {
      double diagonal = row[0];
      row[0] = line * WHOLE_PART;
      for (int column = 1; column < row.length; column++) {
        double changed = diagonal + difference(left[line - 1], right[column - 1]);
        diagonal = row[column];
        row[column] = Math.min(changed, WHOLE_PART + Math.min(row[column], row[column - 1]));
      }
    }
    return row[right.length] / Math.max(left.length, right.length);
  }

  /// The share of characters that differ, 0 to 1.
  private static double difference(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
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
    return row[right.length()] / (double) Math.max(left.length(), right.length());
  }
}
