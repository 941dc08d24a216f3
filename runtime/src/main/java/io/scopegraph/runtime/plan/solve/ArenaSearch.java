package io.scopegraph.runtime.plan.solve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The any-time search: asks for placements within chosen capacities and closes in on the smallest
/// arena from both sides. How long one capacity and order take varies wildly, so every round asks
/// for many of them with few nodes each, and the next round for more with twice the nodes. Equal
/// inputs give equal results; a greater budget continues where a smaller one ends.
public final class ArenaSearch {
  private static final ImmutableList<String> FIRST_ORDERS = ImmutableList.of("WAT", "TAW", "TWA");

  /// The orders that join in later rounds.
  private static final ImmutableList<String> ALL_ORDERS =
      ImmutableList.of("WAT", "TAW", "TWA", "AWT", "OAT", "CAT", "TCA");

  /// The round from which all orders are tried if the smallest arena is asked for.
  private static final int LATER_ROUND = 3;

  /// The same if one capacity is.
  private static final int LATER_ROUND_OF_TARGET = 7;

  /// The capacity asked for begins with so many times the nodes of a round.
  private static final int EMPHASIS_OF_TARGET = 4;

  /// The lower bound gets so many times the nodes of other capacities.
  private static final int EMPHASIS_OF_BOUND = 2;

  /// The first rounds split what is open into `2^4` gaps between capacities, later ones into up to
  /// `2^10`.
  private static final int FIRST_GAPS = 4;

  private static final int LAST_GAPS = 10;

  /// What a search has found.
  ///
  /// @param offsets of each request, in bytes; empty if no arena smaller than the given one was
  ///   found
  /// @param lowerBound in bytes; no arena is smaller
  /// @param nodes how often a request was placed, by order
  public record Result(
      ImmutableLongArray offsets, long lowerBound, ImmutableMap<String, Long> nodes) {}

  private final ArenaProblem problem;
  private final Board board;
  private final Meter meter;

  /// An arena of so many bytes is small enough; 0 for the smallest.
  private final long target;

  private final Map<String, DepthFirstSearch> searches = new LinkedHashMap<>();
  private final Map<String, Long> nodes = new LinkedHashMap<>();

  /// The capacities that were probed in this round without an answer.
  private final TreeSet<Long> undecided = new TreeSet<>();

  private ImmutableLongArray best = ImmutableLongArray.of();
  private long height;
  private long lowerBound;

  private ArenaSearch(ArenaProblem problem, long height, long target, Meter meter) {
    this.problem = problem;
    this.board = new Board(problem);
    this.meter = meter;
    this.target = target;
    this.height = height;
    this.lowerBound = problem.lowerBound();
  }

  /// Searches.
  ///
  /// @param height of the best placement known, in bytes
  /// @param target an arena of so many bytes is small enough; 0 for the smallest
  /// @param nodeBudget how often it may place a request
  /// @param deadline of [System#nanoTime] to stop at; [Long#MAX_VALUE] for none
  public static Result search(
      ArenaProblem problem, long height, long target, long nodeBudget, long deadline) {
    ArenaSearch search = new ArenaSearch(problem, height, target, new Meter(nodeBudget, deadline));
    for (int round = 0; search.isOpen(); round++) {
      search.round(round);
    }
    return new Result(search.best, search.lowerBound, ImmutableMap.copyOf(search.nodes));
  }

  private boolean isOpen() {
    boolean wanted = target == 0 || (height > target && lowerBound <= target);
    return wanted && height > lowerBound && !meter.isSpent();
  }

  private void round(int round) {
    undecided.clear();
    long slice = (2L * problem.requests) << Math.min(round, 40);
    List<String> orders = orders(round);
    int emphasis = target == 0 ? EMPHASIS_OF_BOUND : EMPHASIS_OF_TARGET;
    probe(Math.max(lowerBound, target), orders, emphasis * slice);
    long grain = (height - lowerBound) >> Math.min(round / 2 + FIRST_GAPS, LAST_GAPS);
    while (target == 0 && isOpen()) {
      long capacity = next(Math.max(problem.step, grain));
      if (capacity == lowerBound) {
        return;
      }
      probe(capacity, orders, slice);
    }
  }

  private List<String> orders(int round) {
    boolean later = round >= (target == 0 ? LATER_ROUND : LATER_ROUND_OF_TARGET);
    return later ? ALL_ORDERS : FIRST_ORDERS;
  }

  /// The middle of the highest gap between undecided capacities that is wide enough; the lower
  /// bound if none is.
  private long next(long grain) {
    for (long above = height; above > lowerBound; ) {
      Long undecidedBelow = undecided.lower(above);
      long below = undecidedBelow == null ? lowerBound : undecidedBelow;
      long middle = below + (above - below) / problem.step / 2 * problem.step;
      if (above - below > grain && middle > below) {
        return middle;
      }
      above = below;
    }
    return lowerBound;
  }

  /// Asks for a placement within a capacity, with each order in turn.
  private void probe(long capacity, List<String> orders, long slice) {
    for (String order : orders) {
      if (meter.isSpent()) {
        return;
      }
      switch (run(order, capacity, slice)) {
        case FEASIBLE -> {
          improve(board.offsets());
          return;
        }
        case INFEASIBLE -> {
          lowerBound = (capacity / problem.step + 1) * problem.step;
          return;
        }
        case CUT_OFF -> {}
      }
    }
    undecided.add(capacity);
  }

  private Outcome run(String order, long capacity, long slice) {
    DepthFirstSearch search =
        searches.computeIfAbsent(
            order, letters -> new DepthFirstSearch(problem, board, new Preorder(problem, letters)));
    long before = meter.used();
    meter.grant(slice);
    Outcome outcome = search.search(capacity, meter);
    nodes.merge(order, meter.used() - before, Long::sum);
    return outcome;
  }

  private void improve(int[] offsets) {
    height = problem.height(offsets);
    best =
        ImmutableLongArray.copyOf(
            Arrays.stream(offsets).mapToLong(offset -> offset * problem.unit));
  }
}
