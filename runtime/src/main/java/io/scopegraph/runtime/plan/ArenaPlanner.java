package io.scopegraph.runtime.plan;

import java.util.List;

/// Gives every request an offset so that requests which are live at the same time do not overlap.
/// Deterministic: equal requests in equal order give equal placements.
@FunctionalInterface
public interface ArenaPlanner {
  /// A valid placement of all requests.
  ///
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  Placement place(List<BufferRequest> requests);

  /// The planner of choice: the best of several heuristics, improved by an exact search with the
  /// standard budget. [ExactPlanner] also tells what is known of the arena's size.
  static ArenaPlanner best() {
    return requests -> ExactPlanner.solve(requests, Budget.standard(requests.size())).placement();
  }

  /// Gives every request a place of its own; nothing is reused.
  static ArenaPlanner withoutReuse() {
    return requests -> {
      long[] offsets = new long[requests.size()];
      long top = 0;
      for (int i = 0; i < offsets.length; i++) {
        BufferRequest request = requests.get(i);
        if (request.size() > 0) {
          offsets[i] = Alignment.up(top, request.alignment());
          top = Math.addExact(offsets[i], request.size());
        }
      }
      return Placement.of(requests, offsets);
    };
  }
}
