package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchPlacementTest {
  private static final Budget BUDGET = Budget.ofNodes(1000);

  @Test
  void growsWithTheBatch() {
    for (int seed = 0; seed < 20; seed++) {
      List<BufferRequest> perSample = Requests.random(new Random(seed), 30, 20, 5000);
      BatchPlacement plan = BatchPlacement.plan(perSample, ImmutableList.of(), BUDGET);
      for (long batch = 1; batch <= 256; batch++) {
        assertThat(PlacementVerifier.violation(plan.requests(batch), plan.placement(batch)))
            .isEmpty();
        assertThat(plan.arenaSize(batch)).isEqualTo(batch * plan.arenaSize(1));
      }
      assertThat(plan.arenaSize(1)).isEqualTo(plan.perSampleCertificate().arenaSize());
    }
  }

  @Test
  void keepsConstantRequestsInAZoneAbove() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<BufferRequest> perSample = Requests.random(random, 10, 20, 500);
      ImmutableList.Builder<BufferRequest> constant = ImmutableList.builder();
      for (BufferRequest request : Requests.random(random, 10, 20, 500)) {
        long alignment = random.nextLong(1, 13);
        constant.add(
            new BufferRequest(
                "c" + request.id(), request.lower(), request.upper(), request.size(), alignment));
      }
      BatchPlacement plan = BatchPlacement.plan(perSample, constant.build(), BUDGET);
      for (long batch : new long[] {1, 2, 3, 7, 1000}) {
        assertThat(plan.requests(batch)).hasSize(20);
        assertThat(PlacementVerifier.violation(plan.requests(batch), plan.placement(batch)))
            .isEmpty();
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    List<BufferRequest> one = ImmutableList.of(new BufferRequest("a", 0, 1, 1L << 40, 1));
    BatchPlacement plan = BatchPlacement.plan(one, ImmutableList.of(), BUDGET);
    assertThatThrownBy(() -> plan.placement(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan.requests(1L << 40)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> plan.arenaSize(1L << 40)).isInstanceOf(ArithmeticException.class);
  }
}
