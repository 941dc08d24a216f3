package io.scopegraph.runtime.plan;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.List;

/// Asks several planners in turn and keeps the smallest arena, the first one of equals. Stops when
/// the lower bound is met.
public record BestOf(ImmutableList<ArenaPlanner> planners) implements ArenaPlanner {
  public BestOf {
    Preconditions.checkArgument(!planners.isEmpty(), "no planners");
  }

  @Override
  public Placement place(List<BufferRequest> requests) {
    long bound = LowerBound.of(requests);
    Placement best = planners.getFirst().place(requests);
    for (ArenaPlanner planner : planners.subList(1, planners.size())) {
      if (best.arenaSize() == bound) {
        return best;
      }
      Placement placement = planner.place(requests);
      if (placement.arenaSize() < best.arenaSize()) {
        best = placement;
      }
    }
    return best;
  }
}
