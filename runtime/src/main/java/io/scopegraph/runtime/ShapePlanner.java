package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.runtime.pass.ArrangeConvChains;
import io.scopegraph.runtime.pass.GraphPipeline;
import io.scopegraph.runtime.pass.LowerPrecision;
import io.scopegraph.runtime.plan.Aliasing;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.MemoryPlanner;
import io.scopegraph.runtime.plan.PlannedGraph;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import java.util.OptionalLong;

/// Makes the plans of a session's graph. Nothing is allocated on the device.
///
/// @param inputs what is known of the placeholders, by name
/// @param precision the last pass
record ShapePlanner(
    Graph graph,
    Map<String, TensorSpec> inputs,
    Device device,
    SessionOptions options,
    LowerPrecision precision) {
  /// The plan for shapes of all placeholders, with the session's options or, if those exceed the
  /// budget, with the least memory.
  ///
  /// @throws MemoryBudgetException if that exceeds the budget, too
  MemoryPlan plan(ImmutableMap<String, Shape> shapes) {
    MemoryPlan plan = plan(shapes, options.aliasing());
    if (needed(plan) > options.memoryBudget() && options.aliasing() == Aliasing.FEWEST_COPIES) {
      plan = plan(shapes, Aliasing.LEAST_MEMORY);
    }
    if (needed(plan) > options.memoryBudget()) {
      throw new MemoryBudgetException(plan, needed(plan), options.memoryBudget(), advice(shapes));
    }
    return plan;
  }

  private MemoryPlan plan(ImmutableMap<String, Shape> shapes, Aliasing aliasing) {
    Graph specialised = GraphPipeline.apply(GraphPipeline.specialize(graph, shapes), precision);
    Graph arranged =
        GraphPipeline.apply(
            specialised, new ArrangeConvChains(device::prefersChain, options.kernels()));
    PlannedGraph planned = PlannedGraph.of(arranged, device.viewAlignment());
    return MemoryPlanner.plan(
        planned,
        KernelSelection.select(device, planned, options.kernels()),
        new MemoryPlanner.Options(
            device.name(),
            options.kernels().precision(),
            device.alignment(),
            device.viewAlignment(),
            options.arenaReuse(),
            aliasing));
  }

  /// What a session holds with a plan: the weights once, all else once for each arena that it may
  /// use.
  private long needed(MemoryPlan plan) {
    long weights = plan.bytes(Region.WEIGHTS);
    return Math.addExact(
        weights, Math.multiplyExact(options.concurrency(), plan.totalBytes() - weights));
  }

  private String advice(ImmutableMap<String, Shape> shapes) {
    if (!BatchShapes.isBatched(inputs)) {
      return "";
    }
    OptionalLong largest = largestBatch(BatchShapes.of(inputs, shapes), options.memoryBudget());
    return largest.isPresent()
        ? "the largest batch that fits is " + largest.getAsLong()
        : "not even a batch of 1 fits";
  }

  /// The largest batch for which the session would hold no more than a number of bytes.
  ///
  /// @return empty if not even 1 fits
  OptionalLong largestBatch(BatchShapes batches, long bytes) {
    return BatchShapes.largest(batch -> fits(batches.at(batch), bytes));
  }

  private boolean fits(ImmutableMap<String, Shape> shapes, long bytes) {
    try {
      return needed(plan(shapes, options.aliasing())) <= bytes
          || needed(plan(shapes, Aliasing.LEAST_MEMORY)) <= bytes;
    } catch (UnsupportedOpException | ArithmeticException e) {
      return false; // a value is too large for the device, or the sum for any
    }
  }
}
