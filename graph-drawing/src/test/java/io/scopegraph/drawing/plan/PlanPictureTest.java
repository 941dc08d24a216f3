package io.scopegraph.drawing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.drawing.DrawnGraphs;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.drawing.plan.PlanPicture.Op;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is taken from a plan.
class PlanPictureTest {
  private static final Map<String, Shape> PHOTOGRAPHS =
      Map.of("left", Shape.of(2, 64, 64, 3), "right", Shape.of(2, 64, 64, 3));

  private final MemoryPlan plan = DrawnPlans.plan(DrawnGraphs.siamese(), PHOTOGRAPHS);
  private final PlanPicture picture = PlanPicture.of(plan);

  @Test
  void holdsTheBuffersOfTheArena() {
    long inArena =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind().region() == Region.ARENA && buffer.reserved() > 0)
            .count();
    assertThat(picture.blocks()).hasSize((int) inArena).isNotEmpty();
    assertThat(picture.blocks().stream().mapToLong(Block::bytes).sum())
        .isEqualTo(plan.naiveBytes());
    assertThat(picture.blocks().stream().mapToLong(Block::end).max()).hasValue(plan.arenaBytes());
  }

  @Test
  void mostIsAliveAtThePeak() {
    assertThat(picture.ops()).hasSameSizeAs(plan.steps());
    assertThat(picture.ops().stream().mapToLong(Op::liveBytes).max()).hasValue(plan.lowerBound());
    assertThat(picture.ops().get(picture.peakOp()).liveBytes()).isEqualTo(plan.lowerBound());
    assertThat(picture.peakBlocks().stream().mapToLong(Block::bytes).sum())
        .isEqualTo(plan.lowerBound());
  }

  @Test
  void sumsUpTheRest() {
    long outside = picture.totals().stream().mapToLong(PlanPicture.Total::bytes).sum();
    assertThat(outside + picture.arenaBytes())
        .isEqualTo(picture.totalBytes())
        .isEqualTo(plan.totalBytes());
    assertThat(picture.totalsLine()).contains("input ", "packed ", " buffers in the arena");
    assertThat(picture.arenaLine()).contains("(" + plan.arenaBytes() + " B)", "% saved");
  }
}
