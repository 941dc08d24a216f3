package io.scopegraph.runtime.plan.solve;

import java.util.Arrays;
import java.util.Optional;

/// A planner problem, prepared for the exact search: sizes in [Units], time as [Sections].
/// Immutable; requests are known by their index.
public final class ArenaProblem {
  /// The greatest number of requests that are searched; beyond it only heuristics are of use.
  public static final int MOST_REQUESTS = 4096;

  private static final long MOST_PAIRS = 2_000_000;
  private static final long MOST_MEMBERSHIPS = 4_000_000;
  private static final long MOST_UNITS = 1 << 29;

  final int requests;
  final long unit;

  /// In bytes; the height of every placement that is worth considering is a multiple of it.
  final long step;

  /// In units.
  final int[] size;

  /// In units.
  final int[] alignment;

  /// In bytes, as asked for.
  final long[] bytes;

  final long[] width;
  final long[] lower;
  final long[] upper;
  final Sections sections;

  /// The requests that are live in each section.
  final Lists members;

  /// The requests that are live together with each request.
  final Lists overlaps;

  private final long lowerBound;

  private ArenaProblem(long[] lower, long[] upper, long[] bytes, Units units, Sections sections) {
    this.requests = bytes.length;
    this.unit = units.unit();
    this.step = units.step();
    this.size = Arrays.stream(units.sizes()).mapToInt(Math::toIntExact).toArray();
    this.alignment = Arrays.stream(units.alignments()).mapToInt(Math::toIntExact).toArray();
    this.bytes = bytes;
    this.lower = lower;
    this.upper = upper;
    this.width = new long[requests];
    Arrays.setAll(width, request -> upper[request] - lower[request]);
    this.sections = sections;
    this.members = sections.members();
    this.overlaps = sections.overlaps();
    this.lowerBound = heaviestSection();
  }

  /// Prepares a problem.
  ///
  /// @param lower the beginning of each live range
  /// @param upper the end of each, exclusive
  /// @param bytes the sizes, above 0
  /// @param alignments the alignments, from 1
  /// @return empty if the problem is too large for the exact search
  public static Optional<ArenaProblem> prepare(
      long[] lower, long[] upper, long[] bytes, long[] alignments) {
    if (bytes.length == 0 || bytes.length > MOST_REQUESTS) {
      return Optional.empty();
    }
    Units units = Units.of(bytes, alignments);
    double total = Arrays.stream(units.sizes()).asDoubleStream().sum();
    if (total + Arrays.stream(units.alignments()).max().orElse(1) > MOST_UNITS) {
      return Optional.empty();
    }
    Sections sections = Sections.of(lower, upper);
    if (sections.memberships() > MOST_MEMBERSHIPS
        || Arrays.stream(sections.overlapCounts()).asLongStream().sum() > 2 * MOST_PAIRS) {
      return Optional.empty();
    }
    return Optional.of(
        new ArenaProblem(lower.clone(), upper.clone(), bytes.clone(), units, sections));
  }

  /// How many sections some live ranges have.
  ///
  /// @param lower the beginning of each live range
  /// @param upper the end of each, exclusive
  public static int sectionCount(long[] lower, long[] upper) {
    return Sections.of(lower, upper).count();
  }

  /// Bytes that no placement can do without: the heaviest section, with all but its topmost request
  /// rounded up to the alignment.
  public long lowerBound() {
    return lowerBound;
  }

  private long heaviestSection() {
    long heaviest = 0;
    for (int section = 0; section < sections.count(); section++) {
      long sum = 0;
      long greatestRest = 0;
      for (int i = members.start(section); i < members.end(section); i++) {
        int member = members.items()[i];
        sum += size[member] * unit;
        greatestRest = Math.max(greatestRest, size[member] * unit - bytes[member]);
      }
      heaviest = Math.max(heaviest, sum - greatestRest);
    }
    return heaviest;
  }

  /// In bytes, the greatest end of a request.
  long height(int[] offsets) {
    long height = 0;
    for (int request = 0; request < requests; request++) {
      height = Math.max(height, offsets[request] * unit + bytes[request]);
    }
    return height;
  }
}
