package io.scopegraph.weights;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.internal.NearestNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds names that are alike, part by part: a part may be missing, added or spelt differently, and
/// the last parts count as much as the first. Bounded: of many names only those that share a part
/// or the spec are compared, and very long names not to the end.
final class SimilarNames {
  private static final int SHOWN = 2;
  private static final int COMPARED = 200;
  private static final int PARTS = 12;
  private static final int PART_LENGTH = 32;

  /// A part that is missing costs as much as one in which all is different.
  private static final double WHOLE_PART = 1.0;

  /// A name is suggested if less than this share of its parts differs, or its spec is the same and
  /// less than [#ALIKE_WITH_SPEC].
  private static final double ALIKE = 0.6;

  private static final double ALIKE_WITH_SPEC = 0.85;

  private record Candidate(String name, String spec, List<String> parts) {}

  private record Rated(Candidate candidate, boolean hasSpec, double distance) {}

  private final List<Candidate> candidates = new ArrayList<>();

  /// Adds a name to choose from.
  void add(String name, String spec) {
    candidates.add(new Candidate(name, spec, parts(name)));
  }

  /// Up to two names that are so alike that one may be meant for the other.
  ///
  /// @param spec of the name, which counts too
  ImmutableList<String> similar(String name, String spec) {
    return rate(name, spec).stream()
        .filter(each -> each.distance() < (each.hasSpec() ? ALIKE_WITH_SPEC : ALIKE))
        .limit(SHOWN)
        .map(each -> each.candidate().name())
        .collect(ImmutableList.toImmutableList());
  }

  private List<Rated> rate(String name, String spec) {
    List<String> parts = parts(name);
    return promising(parts, spec).stream()
        .map(each -> new Rated(each, spec.equals(each.spec()), distance(parts, each.parts())))
        .sorted(
            Comparator.comparing((Rated each) -> !each.hasSpec())
                .thenComparingDouble(Rated::distance)
                .thenComparing(each -> each.candidate().name()))
        .toList();
  }

  /// Those worth comparing.
  private List<Candidate> promising(List<String> parts, String spec) {
    if (candidates.size() <= COMPARED) {
      return candidates;
    }
    Set<String> wanted = new HashSet<>(parts);
    return candidates.stream()
        .sorted(Comparator.comparingInt((Candidate each) -> -common(each, wanted, spec)))
        .limit(COMPARED)
        .toList();
  }

  /// What a candidate has in common at first sight; the spec counts as two parts.
  private static int common(Candidate candidate, Set<String> wanted, String spec) {
    int common = spec.equals(candidate.spec()) ? 2 : 0;
    for (String part : candidate.parts()) {
      common += wanted.contains(part) ? 1 : 0;
    }
    return common;
  }

  /// The last parts of a name, between slashes or dots.
  private static List<String> parts(String name) {
    List<String> parts = Splitter.onPattern("[/.]").splitToList(name);
    return parts.subList(Math.max(0, parts.size() - PARTS), parts.size()).stream()
        .map(part -> part.substring(0, Math.min(part.length(), PART_LENGTH)))
        .toList();
  }

  /// The share of parts that differ, 0 to 1.
  private static double distance(List<String> left, List<String> right) {
    double[] row = new double[right.size() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column * WHOLE_PART;
    }
    for (int line = 1; line <= left.size(); line++) {
      double diagonal = row[0];
      row[0] = line * WHOLE_PART;
      for (int column = 1; column < row.length; column++) {
        double changed = diagonal + difference(left.get(line - 1), right.get(column - 1));
        diagonal = row[column];
        row[column] = Math.min(changed, WHOLE_PART + Math.min(row[column], row[column - 1]));
      }
    }
    return row[right.size()] / Math.max(left.size(), right.size());
  }

  /// The share of characters that differ, 0 to 1.
  private static double difference(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
    return NearestNames.distance(left, right) / (double) Math.max(left.length(), right.length());
  }
}
