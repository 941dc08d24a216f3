package io.scopegraph.runtime.plan.solve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/// The any-time search: asks for placements within chosen capacities, each with a slice of nodes, and
/// closes in on the smallest arena from both sides. Slices grow from round to round; equal inputs give
/// equal results, and a greater budget continues where a smaller one ends.
public final class ArenaSearch {
  /// The orders of every round.
  private static final ImmutableList<String> FIRST_ORDERS = ImmutableList.of("WAT", "TAW", "TWA");

  /// The orders that join when the first ones have failed often.
  private static final ImmutableList<String> LATER_ORDERS = ImmutableList.of("AWT", "ATW", "WTA");

  private static final int LATER_ROUND = 8;

  /// In one round, gaps between probed capacities are not split further than to this part of what is
  /// open.
  private static final int GAPS = 8;

  /// What a search has found.
  ///
  /// @param offsets of each request, in bytes; empty if no arena smaller than the given one was found
  /// @param lowerBound in bytes; no arena is smaller
  /// @param nodes how many placements of a request were tried, by order
  public record Result(long[] offsets, long lowerBound, ImmutableMap<String, Long> nodes) {}

  private final ArenaProblem problem;
  private final Board board;
  private final Meter meter;
  private final long target;
  private final Map<String, DepthFirstSearch> searches = new LinkedHashMap<>();
  private final Map<String, Long> nodes = new LinkedHashMap<>();

  /// The capacities that were probed in this round without an answer.
  private final TreeSet<Long> undecided = new TreeSet<>();

  private long[] best = {};
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
  /// @param nodeBudget how many placements of a request to try
  /// @param deadline of [System#nanoTime] to stop at; [Long#MAX_VALUE] for none
  public static Result search(
      ArenaProblem problem, long height, long target, long nodeBudget, long deadline) {
    ArenaSearch search =
        new ArenaSearch(problem, height, target, new Meter(nodeBudget, deadline));
    for (int round = 0; search.isOpen(); round++) {
      search.round(round);
    }
    return new Result(search.best, search.lowerBound, ImmutableMap.copyOf(search.nodes));
  }

  private boolean isOpen() {
    boolean wanted = target == 0 || height > target && lowerBound <= target;
    return wanted && height > lowerBound && !meter.isSpent();
  }

  private void round(int round) {
    undecided.clear();
    long grain = Math.max(problem.step, (height - lowerBound) / GAPS);
    probe(Math.max(lowerBound, target), round);
    while (isOpen()) {
      long capacity = next(grain);
      if (capacity < 0) {
        return;
      }
      probe(capacity, round);
    }
  }

  /// The middle of the highest gap between undecided capacities that is wide enough; -1 if none is.
  private long next(long grain) {
    long above = height;
    while (above > lowerBound && target == 0) {
      Long below = undecided.lower(above);
      long from = below == null ? lowerBound : below;
      long middle = from + (above - from) / problem.step / 2 * problem.step;
      if (above - from > grain && middle > from) {
        return middle;
      }
      above = from;
    }
    return -1;
  }

  private void probe(long capacity, int round) {
    long slice = 2L * problem.requests << Math.min(round, 40);
    for (String order : orders(round)) {
      Outcome outcome = run(order, capacity, slice);
      switch (outcome) {
        case FEASIBLE -> {
          int[] offsets = board.offsets();
          height = problem.height(offsets);
          best = new long[offsets.length];
          for (int request = 0; request < offsets.length; request++) {
            best[request] = offsets[request] * problem.unit;
          }
          return;
        }
        case INFEASIBLE -> {
          lowerBound = capacity / problem.step * problem.step + problem.step;
          return;
        }
        case CUT_OFF -> {
          if (meter.isSpent()) {
            return;
          }
        }
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

  private static ImmutableList<String> orders(int round) {
    if (round < LATER_ROUND) {
      return FIRST_ORDERS;
    }
    return ImmutableList.<String>builder().addAll(FIRST_ORDERS).addAll(LATER_ORDERS).build();
  }
}
