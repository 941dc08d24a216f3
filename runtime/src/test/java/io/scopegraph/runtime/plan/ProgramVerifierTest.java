package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramVerifierTest {
  private final PlannedGraph planned = MemoryPlannerTest.prepare(MemoryPlannerTest.residual());
  private final MemoryPlan plan = MemoryPlannerTest.plan(planned, true);

  private MemoryPlan with(List<PlannedBuffer> buffers) {
    return new MemoryPlan(
        plan.device(),
        plan.precision(),
        plan.graph(),
        plan.steps(),
        ImmutableList.copyOf(buffers),
        plan.weights(),
        plan.arenaBytes(),
        plan.certificate(),
        plan.lowerBound(),
        plan.naiveBytes(),
        plan.peakOp());
  }

  private MemoryPlan moved(PlannedBuffer old, long offset) {
    List<PlannedBuffer> buffers = new ArrayList<>(plan.buffers());
    buffers.set(
        old.id(),
        new PlannedBuffer(
            old.id(),
            old.name(),
            old.kind(),
            old.value(),
            old.values(),
            old.bytes(),
            old.reserved(),
            offset,
            old.firstOp(),
            old.lastOp()));
    return with(buffers);
  }

  @Test
  void acceptsWhatThePlannerMakes() {
    assertThat(ProgramVerifier.violation(planned, plan)).isEmpty();
  }

  @Test
  void rejectsEveryBufferMovedOntoOneThatIsLive() {
    int rejected = 0;
    for (PlannedBuffer moved : plan.buffers()) {
      for (PlannedBuffer other : plan.buffers()) {
        boolean collide =
            moved.id() != other.id()
                && moved.kind().region() == BufferKind.Region.ARENA
                && other.kind().region() == BufferKind.Region.ARENA
                && moved.firstOp() <= other.lastOp()
                && other.firstOp() <= moved.lastOp();
        if (collide) {
          assertThat(ProgramVerifier.violation(planned, moved(moved, other.offset())))
              .describedAs("%s onto %s", moved.name(), other.name())
              .isPresent();
          rejected++;
        }
      }
    }
    assertThat(rejected).isPositive();
  }

  @Test
  void rejectsBuffersBeyondTheirRegion() {
    PlannedBuffer output =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind() == BufferKind.OUTPUT)
            .findFirst()
            .orElseThrow();
    assertThat(ProgramVerifier.violation(planned, moved(output, 64)))
        .hasValue("y ends beyond its region");
  }

  @Test
  void rejectsStepsInTheWrongOrder() {
    List<PlannedStep> steps = new ArrayList<>(plan.steps());
    steps.add(0, steps.removeLast());
    MemoryPlan reordered =
        new MemoryPlan(
            plan.device(),
            plan.precision(),
            plan.graph(),
            ImmutableList.copyOf(steps),
            plan.buffers(),
            plan.weights(),
            plan.arenaBytes(),
            plan.certificate(),
            plan.lowerBound(),
            plan.naiveBytes(),
            plan.peakOp());
    assertThatThrownBy(() -> ProgramVerifier.verify(planned, reordered))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("op 0 \"last\": reads Add:0")
        .hasMessageContaining("where it does not lie");
  }
}
