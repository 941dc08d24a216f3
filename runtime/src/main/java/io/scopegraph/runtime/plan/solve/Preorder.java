package io.scopegraph.runtime.plan.solve;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/// An order of requests by three keys, the most significant first, all descending; ties go by
/// index. Two keys never change; T does while requests are placed, so that parts of a problem are
/// sorted anew.
final class Preorder {
  /// What requests are ordered by.
  enum Key {
    /// The length of the live range.
    W,
    /// That length times the size.
    A,
    /// The greatest size that is still to be placed in one of its sections.
    T,
    /// The size.
    Z,
    /// The number of sections.
    C,
    /// The number of overlapping requests.
    O,
    /// The beginning of the live range.
    L,
    /// Its end.
    U
  }

  private static final int RANK_BITS = 12;
  private static final int TOTAL_BITS = 30;

  private final ArenaProblem problem;

  /// The keys that never change, each as a rank of a few bits, in their places.
  private final long[] still;

  /// By how many bits T is shifted; negative if it is not a key.
  private final int totalShift;

  private long[] scratch = new long[64];

  Preorder(ArenaProblem problem, String letters) {
    this.problem = problem;
    this.still = new long[problem.requests];
    int shift = 0;
    int shiftOfTotal = -1;
    for (int i = letters.length() - 1; i >= 0; i--) {
      Key key = Key.valueOf(letters.substring(i, i + 1).toUpperCase(Locale.ROOT));
      if (key == Key.T) {
        shiftOfTotal = shift;
        shift += TOTAL_BITS;
      } else {
        addRanks(key, shift);
        shift += RANK_BITS;
      }
    }
    this.totalShift = shiftOfTotal;
  }

  private void addRanks(Key key, int shift) {
    Comparator<Integer> ascending = ascending(key);
    int[] sorted =
        IntStream.range(0, problem.requests)
            .boxed()
            .sorted(ascending)
            .mapToInt(Integer::intValue)
            .toArray();
    long rank = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && ascending.compare(sorted[i - 1], sorted[i]) != 0) {
        rank++;
      }
      still[sorted[i]] |= rank << shift;
    }
  }

  private Comparator<Integer> ascending(Key key) {
    return switch (key) {
      case W -> Comparator.comparingLong(request -> problem.width[request]);
      case A ->
          Comparator.comparingDouble(
              request -> (double) problem.width[request] * problem.size[request]);
      case Z -> Comparator.comparingInt(request -> problem.size[request]);
      case C ->
          Comparator.comparingInt(
              request -> problem.sections.last()[request] - problem.sections.first()[request]);
      case O -> Comparator.comparingInt(problem.overlaps::length);
      case L -> Comparator.comparingLong(request -> problem.lower[request]);
      case U -> Comparator.comparingLong(request -> problem.upper[request]);
      case T -> throw new IllegalArgumentException("T has no fixed rank");
    };
  }

  /// Sorts some requests.
  ///
  /// @param totals the size that is still to be placed in each section
  /// @param items the requests are those from index `from`, inclusive, to `to`, exclusive; best in
  ///   nearly the right order already
  void sort(int[] totals, int[] items, int from, int to) {
    if (scratch.length < to - from) {
      scratch = new long[2 * (to - from)];
    }
    for (int i = from; i < to; i++) {
      int request = items[i];
      long key = key(request, totals);
      int at = i;
      while (at > from && scratch[at - from - 1] < key) {
        items[at] = items[at - 1];
        scratch[at - from] = scratch[at - from - 1];
        at--;
      }
      items[at] = request;
      scratch[at - from] = key;
    }
  }

  private long key(int request, int[] totals) {
    if (totalShift < 0) {
      return still[request];
    }
    int most = 0;
    int last = problem.sections.last()[request];
    for (int section = problem.sections.first()[request]; section <= last; section++) {
      most = Math.max(most, totals[section]);
    }
    return still[request] | ((long) most << totalShift);
  }
}
