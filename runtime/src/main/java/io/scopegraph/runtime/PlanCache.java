package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A session's plans, one for each set of input shapes, as many as the options keep. Safe for use
/// by any thread.
final class PlanCache {
  private final ShapePlanner planner;
  private final Inputs inputs;
  private final int size;
  private final AtomicLong clock = new AtomicLong();

  /// Replaced, never changed, so that it is read without a lock.
  private volatile PlannedShapes[] kept = {};

  /// @param size how many plans are kept
  PlanCache(ShapePlanner planner, Inputs inputs, int size) {
    this.planner = planner;
    this.inputs = inputs;
    this.size = size;
  }

  /// The plan for what is fed. Allocates nothing if it is kept.
  ///
  /// @throws IllegalArgumentException if a name, a dtype or a shape is wrong, or an input missing
  /// @throws MemoryBudgetException if the plan exceeds the budget
  PlannedShapes find(Map<String, Tensor> feeds) {
    for (PlannedShapes known : kept) {
      if (known.accepts(feeds)) {
        known.use(clock.incrementAndGet());
        return known;
      }
    }
    return find(inputs.shapes(feeds));
  }

  /// The plan for shapes of some placeholders; those that are left out must be fully defined.
  /// Allocates nothing if all are given and it is kept.
  ///
  /// @throws IllegalArgumentException if a name or a shape is wrong, or a shape missing
  /// @throws MemoryBudgetException if the plan exceeds the budget
  PlannedShapes complete(Map<String, Shape> shapes) {
    for (PlannedShapes known : kept) {
      if (known.has(shapes)) {
        known.use(clock.incrementAndGet());
        return known;
      }
    }
    return find(inputs.complete(shapes));
  }

  /// The plan for shapes of all placeholders.
  ///
  /// @throws MemoryBudgetException if the plan exceeds the budget
  synchronized PlannedShapes find(ImmutableMap<String, Shape> shapes) {
    PlannedShapes found = null;
    for (PlannedShapes known : kept) {
      found = known.shapes().equals(shapes) ? known : found;
    }
    if (found == null) {
      found = new PlannedShapes(shapes, inputs, planner.plan(shapes));
      keep(found);
    }
    found.use(clock.incrementAndGet());
    return found;
  }

  private void keep(PlannedShapes planned) {
    List<PlannedShapes> changed = new ArrayList<>(List.of(kept));
    changed.sort(Comparator.comparingLong(PlannedShapes::lastUse));
    while (changed.size() >= size) {
      changed.removeFirst().forget();
    }
    changed.addFirst(planned);
    kept = changed.toArray(PlannedShapes[]::new);
  }
}
