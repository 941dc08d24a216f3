package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Precision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Makes the memory plan of a graph whose kernels are selected, and verifies it.
public final class MemoryPlanner {
  /// What is planned for.
  ///
  /// @param device for people
  /// @param precision for people, too: the graph's types follow from it
  /// @param alignment every buffer begins at a multiple of this many bytes
  /// @param viewAlignment a value that is a part of another begins at a multiple of this many bytes
  /// @param reuse whether values that are not needed at the same time may share memory
  /// @param aliasing how far values may share bytes
  public record Options(
      String device,
      Precision precision,
      long alignment,
      long viewAlignment,
      boolean reuse,
      Aliasing aliasing) {}

  private MemoryPlanner() {}

  /// The plan.
  ///
  /// @param kernels for each of [PlannedGraph#steps], by the node's id
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static MemoryPlan plan(
      PlannedGraph planned, Map<Integer, Kernel> kernels, Options options) {
    AliasPlanner.Decision decision = AliasPlanner.decide(planned, kernels, options);
    BufferDrafts drafts = new BufferDrafts(planned.graph(), decision, kernels);
    MemoryPlan plan = place(planned, decision, drafts, options);
    ProgramVerifier.verify(planned, plan);
    return plan;
  }

  private static MemoryPlan place(
      PlannedGraph planned, AliasPlanner.Decision decision, BufferDrafts drafts, Options options) {
    long alignment = options.alignment();
    ImmutableList<BufferRequest> requests =
        drafts.ordered().stream()
            .filter(draft -> draft.kind().region() == Region.ARENA)
            .map(draft -> draft.request(alignment))
            .collect(toImmutableList());
    Solution solution = options.reuse() ? reusing(requests) : apart(requests);
    Placement placement = solution.placement();
    PlacementVerifier.verify(requests, placement);
    ImmutableList<PlannedStep> steps =
        decision.steps().stream().map(drafts::step).collect(toImmutableList());
    return new MemoryPlan(
        options.device(),
        options.precision(),
        planned.graph(),
        steps,
        buffers(drafts, placement, alignment),
        drafts.weights(),
        placement.arenaSize(),
        solution.certificate(),
        LowerBound.of(requests),
        requests.stream().mapToLong(BufferRequest::size).sum(),
        peak(requests, steps.size()));
  }

  private static Solution reusing(List<BufferRequest> requests) {
    return ExactPlanner.solve(requests, Budget.standard(requests.size()));
  }

  private static Solution apart(List<BufferRequest> requests) {
    Placement placement = ArenaPlanner.withoutReuse().place(requests);
    return new Solution(
        placement,
        new Certificate(
            placement.arenaSize(),
            LowerBound.of(requests),
            Certificate.Conclusion.NO_REUSE,
            ImmutableMap.of()));
  }

  private static ImmutableList<PlannedBuffer> buffers(
      BufferDrafts drafts, Placement placement, long alignment) {
    Map<Region, Long> ends = new EnumMap<>(Region.class);
    ImmutableList.Builder<PlannedBuffer> buffers = ImmutableList.builder();
    int next = 0;
    for (BufferDraft draft : drafts.ordered()) {
      long reserved = draft.reserved(alignment);
      Region region = draft.kind().region();
      long offset =
          switch (region) {
            case WEIGHTS -> 0;
            case INPUTS, OUTPUTS -> ends.merge(region, reserved, Math::addExact) - reserved;
            case ARENA -> placement.offsets().get(next++);
          };
      buffers.add(draft.at(offset, alignment));
    }
    return buffers.build();
  }

  /// The first step with the most bytes in the arena, -1 if there are none.
  private static int peak(List<BufferRequest> requests, int steps) {
    long[] change = new long[steps + 1];
    for (BufferRequest request : requests) {
      change[(int) request.lower()] += request.size();
      change[(int) request.upper()] -= request.size();
    }
    int peak = -1;
    long live = 0;
    long most = 0;
    for (int step = 0; step < steps; step++) {
      live += change[step];
      if (live > most) {
        most = live;
        peak = step;
      }
    }
    return peak;
  }
}
