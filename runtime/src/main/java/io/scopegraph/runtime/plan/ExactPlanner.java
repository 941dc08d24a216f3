package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.runtime.plan.Certificate.Conclusion;
import io.scopegraph.runtime.plan.solve.ArenaProblem;
import io.scopegraph.runtime.plan.solve.ArenaSearch;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The planner of choice: the best of several heuristics, improved by an exact search as long as a
/// smaller arena may exist and the budget lasts. A greater budget never gives a larger arena.
public final class ExactPlanner {
  private static final ArenaPlanner HEURISTICS =
      new BestOf(
          ImmutableList.of(
              new LowestOffsetFirst(LowestOffsetFirst.Priority.WAT),
              new GreedyBestFit(GreedyBestFit.Priority.SIZE),
              new LowestOffsetFirst(LowestOffsetFirst.Priority.TAW),
              new LowestOffsetFirst(LowestOffsetFirst.Priority.TWA),
              new GreedyBestFit(GreedyBestFit.Priority.AREA)));

  private ExactPlanner() {}

  /// Looks for the smallest arena.
  ///
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static Solution solve(List<BufferRequest> requests, Budget budget) {
    return search(requests, 0, budget);
  }

  /// Looks for an arena of at most `capacity` bytes and stops when it has one, or knows that there
  /// is none.
  ///
  /// @param capacity in bytes, above 0
  /// @return a placement in any case, in a larger arena if none of the capacity was found
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static Solution fit(List<BufferRequest> requests, long capacity, Budget budget) {
    if (capacity < 1) {
      throw new IllegalArgumentException("The capacity is %d, not above 0".formatted(capacity));
    }
    return search(requests, capacity, budget);
  }

  /// How many greatest sets of buffers are live together: a measure of how hard a problem is.
  public static int sectionCount(List<BufferRequest> requests) {
    return ArenaProblem.sectionCount(
        requests.stream().mapToLong(BufferRequest::lower).toArray(),
        requests.stream().mapToLong(BufferRequest::upper).toArray());
  }

  private static Solution search(List<BufferRequest> requests, long target, Budget budget) {
    long deadline = budget.deadline();
    Placement incumbent = HEURISTICS.place(requests);
    long bound = LowerBound.of(requests);
    if (incumbent.arenaSize() == bound || isSettled(target, incumbent.arenaSize(), bound)) {
      return solution(incumbent, bound, bound, target, ImmutableMap.of());
    }
    int[] sized =
        IntStream.range(0, requests.size()).filter(i -> requests.get(i).size() > 0).toArray();
    Optional<ArenaProblem> problem = prepare(requests, sized);
    if (problem.isEmpty()) {
      Certificate certificate =
          new Certificate(incumbent.arenaSize(), bound, Conclusion.TOO_LARGE, ImmutableMap.of());
      return new Solution(incumbent, certificate);
    }
    ArenaSearch.Result result =
        ArenaSearch.search(problem.get(), incumbent.arenaSize(), target, budget.nodes(), deadline);
    Placement best =
        result.offsets().isEmpty() ? incumbent : placement(requests, sized, result.offsets());
    return solution(best, problem.get().lowerBound(), result.lowerBound(), target, result.nodes());
  }

  private static boolean isSettled(long target, long arena, long bound) {
    return target > 0 && (arena <= target || bound > target);
  }

  private static Optional<ArenaProblem> prepare(List<BufferRequest> requests, int[] sized) {
    return ArenaProblem.prepare(
        IntStream.of(sized).mapToLong(i -> requests.get(i).lower()).toArray(),
        IntStream.of(sized).mapToLong(i -> requests.get(i).upper()).toArray(),
        IntStream.of(sized).mapToLong(i -> requests.get(i).size()).toArray(),
        IntStream.of(sized).mapToLong(i -> requests.get(i).alignment()).toArray());
  }

  private static Placement placement(
      List<BufferRequest> requests, int[] sized, ImmutableLongArray offsetsOfSized) {
    long[] offsets = new long[requests.size()];
    for (int i = 0; i < sized.length; i++) {
      offsets[sized[i]] = offsetsOfSized.get(i);
    }
    return Placement.of(requests, offsets);
  }

  private static Solution solution(
      Placement placement,
      long liveBytes,
      long proven,
      long target,
      ImmutableMap<String, Long> nodes) {
    long arena = placement.arenaSize();
    Conclusion conclusion;
    if (arena == liveBytes) {
      conclusion = Conclusion.LIVE_BYTES_MET;
    } else if (arena == proven) {
      conclusion = Conclusion.SEARCH_EXHAUSTED;
    } else if (target > 0 && arena <= target) {
      conclusion = Conclusion.TARGET_MET;
    } else if (target > 0 && proven > target) {
      conclusion = Conclusion.TARGET_INFEASIBLE;
    } else {
      conclusion = Conclusion.BUDGET_SPENT;
    }
    return new Solution(placement, new Certificate(arena, proven, conclusion, nodes));
  }
}
