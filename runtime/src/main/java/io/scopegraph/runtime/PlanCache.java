package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.pass.GraphPipeline;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.MemoryPlanner;
import io.scopegraph.runtime.plan.PlannedGraph;
import io.scopegraph.runtime.spi.Device;
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
  private final Graph graph;
  private final Inputs inputs;
  private final Device device;
  private final SessionOptions options;
  private final AtomicLong clock = new AtomicLong();

  /// Replaced, never changed, so that it is read without a lock.
  private volatile PlannedShapes[] kept = {};

  PlanCache(Graph graph, Inputs inputs, Device device, SessionOptions options) {
    this.graph = graph;
    this.inputs = inputs;
    this.device = device;
    this.options = options;
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

  /// The plan for shapes of all placeholders.
  ///
  /// @throws MemoryBudgetException if the plan exceeds the budget
  synchronized PlannedShapes find(ImmutableMap<String, Shape> shapes) {
    PlannedShapes found = null;
    for (PlannedShapes known : kept) {
      found = known.shapes().equals(shapes) ? known : found;
    }
    if (found == null) {
      found = new PlannedShapes(shapes, inputs, plan(shapes));
      keep(found);
    }
    found.use(clock.incrementAndGet());
    return found;
  }

  private MemoryPlan plan(ImmutableMap<String, Shape> shapes) {
    PlannedGraph planned =
        PlannedGraph.of(GraphPipeline.specialize(graph, shapes), device.viewAlignment());
    MemoryPlan plan =
        MemoryPlanner.plan(
            planned,
            KernelSelection.select(device, planned),
            new MemoryPlanner.Options(
                device.name(),
                device.alignment(),
                device.viewAlignment(),
                options.arenaReuse(),
                options.aliasing()));
    SessionBudget.check(plan, options);
    return plan;
  }

  private void keep(PlannedShapes planned) {
    List<PlannedShapes> changed = new ArrayList<>(List.of(kept));
    changed.sort(Comparator.comparingLong(PlannedShapes::lastUse));
    while (changed.size() >= options.planCacheSize()) {
      changed.removeFirst().forget();
    }
    changed.addFirst(planned);
    kept = changed.toArray(PlannedShapes[]::new);
  }
}
