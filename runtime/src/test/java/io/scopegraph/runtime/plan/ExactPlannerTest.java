package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.Certificate.Conclusion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactPlannerTest {
  private static final Budget PLENTY = Budget.ofNodes(1_000_000);

  /// Requests of which some are large and no two need be alike, with alignments of their own.
  private static ImmutableList<BufferRequest> random(int seed, int most) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(most);
    int span = 2 + random.nextInt(2 * count);
    int largest = 2 + random.nextInt(seed % 2 == 0 ? 12 : 3000);
    if (seed % 5 != 0) {
      return Requests.random(random, count, span, largest);
    }
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    for (BufferRequest request : Requests.random(random, count, span, largest)) {
      long alignment = 1L << random.nextInt(5);
      requests.add(
          new BufferRequest(
              request.id(), request.lower(), request.upper(), request.size(), alignment));
    }
    return requests.build();
  }

  private static Solution verified(List<BufferRequest> requests, Solution solution) {
    assertThat(PlacementVerifier.violation(requests, solution.placement())).isEmpty();
    Certificate certificate = solution.certificate();
    assertThat(certificate.arenaSize()).isEqualTo(solution.placement().arenaSize());
    assertThat(certificate.lowerBound())
        .isBetween(LowerBound.of(requests), certificate.arenaSize());
    return solution;
  }

  @Test
  void agreesWithTryingAllOrders() {
    int aboveTheLiveBytes = 0;
    for (int seed = 0; seed < 4000; seed++) {
      List<BufferRequest> requests = random(seed, seed % 4 == 0 ? 9 : 7);
      long optimum = BruteForce.leastArena(requests);
      Certificate certificate =
          verified(requests, ExactPlanner.solve(requests, PLENTY)).certificate();
      assertThat(certificate.arenaSize()).describedAs("seed %d", seed).isEqualTo(optimum);
      assertThat(certificate.isOptimal()).describedAs("seed %d", seed).isTrue();
      aboveTheLiveBytes += optimum > LowerBound.of(requests) ? 1 : 0;
    }
    assertThat(aboveTheLiveBytes).isGreaterThan(100);
  }

  @Test
  void provesThatASmallerCapacityIsInfeasible() {
    int proofs = 0;
    for (int seed = 0; seed < 4000; seed++) {
      List<BufferRequest> requests = random(seed, 9);
      long optimum = ExactPlanner.solve(requests, PLENTY).certificate().arenaSize();
      if (optimum == 0) {
        continue;
      }
      Certificate fitting =
          verified(requests, ExactPlanner.fit(requests, optimum, PLENTY)).certificate();
      assertThat(fitting.arenaSize()).describedAs("seed %d", seed).isEqualTo(optimum);
      if (optimum > 1) {
        Certificate failing =
            verified(requests, ExactPlanner.fit(requests, optimum - 1, PLENTY)).certificate();
        assertThat(failing.lowerBound()).describedAs("seed %d", seed).isGreaterThan(optimum - 1);
        proofs += failing.nodes() > 0 ? 1 : 0;
      }
    }
    assertThat(proofs).isGreaterThan(100);
  }

  @Test
  void verifiesAndBoundsRandomPlans() {
    int optimal = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      List<BufferRequest> requests = random(seed, 60);
      Budget budget = Budget.ofNodes(300);
      optimal +=
          verified(requests, ExactPlanner.solve(requests, budget)).certificate().isOptimal()
              ? 1
              : 0;
    }
    System.out.printf("%d of 10000 random plans are optimal after 300 nodes%n", optimal);
    assertThat(optimal).isGreaterThan(7000);
  }

  @Test
  void neverGivesMoreForALargerBudget() {
    for (int seed = 0; seed < 60; seed++) {
      List<BufferRequest> requests = hard(seed);
      Certificate before = ExactPlanner.solve(requests, Budget.ofNodes(0)).certificate();
      for (long nodes : new long[] {10, 100, 1000, 1500, 5000, 20_000}) {
        Certificate after =
            verified(requests, ExactPlanner.solve(requests, Budget.ofNodes(nodes))).certificate();
        assertThat(after.arenaSize()).isLessThanOrEqualTo(before.arenaSize());
        assertThat(after.lowerBound()).isGreaterThanOrEqualTo(before.lowerBound());
        assertThat(after.nodes()).isLessThanOrEqualTo(nodes);
        before = after;
      }
    }
  }

  @Test
  void givesEqualPlansForEqualBudgets() {
    for (int seed = 0; seed < 20; seed++) {
      List<BufferRequest> requests = hard(seed);
      Solution solution = ExactPlanner.solve(requests, Budget.ofNodes(3000));
      assertThat(ExactPlanner.solve(requests, Budget.ofNodes(3000))).isEqualTo(solution);
      assertThat(solution.placement().arenaSize())
          .isLessThanOrEqualTo(
              ExactPlanner.solve(requests, Budget.ofNodes(0)).placement().arenaSize());
    }
  }

  /// A full rectangle, cut into requests: no byte may be wasted at any moment.
  private static ImmutableList<BufferRequest> hard(int seed) {
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    cut(new Random(seed), 0, 512, 4096, requests);
    return requests.build();
  }

  private static void cut(
      Random random,
      long lower,
      long upper,
      long size,
      ImmutableList.Builder<BufferRequest> requests) {
    boolean small = (upper - lower) * size < 40_000;
    if (small || upper - lower < 2 || size < 2) {
      String id = "[%d,%d)%d#%d".formatted(lower, upper, size, random.nextInt());
      requests.add(new BufferRequest(id, lower, upper, size, 1));
    } else if (random.nextBoolean()) {
      long middle = lower + 1 + random.nextLong(upper - lower - 1);
      cut(random, lower, middle, size, requests);
      cut(random, middle, upper, size, requests);
    } else {
      long part = 1 + random.nextLong(size - 1);
      cut(random, lower, upper, part, requests);
      cut(random, lower, upper, size - part, requests);
    }
  }

  @Test
  void packsMostFullRectangles() {
    int packed = 0;
    for (int seed = 0; seed < 60; seed++) {
      List<BufferRequest> requests = hard(seed);
      Solution solution = ExactPlanner.solve(requests, Budget.ofNodes(50_000));
      assertThat(verified(requests, solution).certificate().lowerBound()).isEqualTo(4096);
      packed += solution.certificate().isOptimal() ? 1 : 0;
    }
    System.out.printf("%d of 60 full rectangles are packed after 50000 nodes%n", packed);
    assertThat(packed).isGreaterThan(50);
  }

  @Test
  void saysWhyItStopped() {
    List<BufferRequest> requests = hard(1);
    assertThat(ExactPlanner.solve(ImmutableList.of(), PLENTY).certificate())
        .returns(Conclusion.LIVE_BYTES_MET, Certificate::conclusion)
        .returns(0L, Certificate::arenaSize);
    assertThat(ExactPlanner.solve(requests, Budget.ofNodes(0)).certificate())
        .returns(Conclusion.BUDGET_SPENT, Certificate::conclusion)
        .returns(4096L, Certificate::lowerBound);
    assertThat(ExactPlanner.solve(requests, Budget.ofSeconds(0)).certificate().conclusion())
        .isEqualTo(Conclusion.BUDGET_SPENT);
    assertThat(ExactPlanner.fit(requests, 4095, PLENTY).certificate())
        .returns(Conclusion.TARGET_INFEASIBLE, Certificate::conclusion)
        .returns(0L, Certificate::nodes);
    assertThat(ExactPlanner.fit(requests, 1 << 20, PLENTY).certificate().conclusion())
        .isEqualTo(Conclusion.TARGET_MET);
    assertThatThrownBy(() -> ExactPlanner.fit(requests, 0, PLENTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesThirtyThousandRequests() {
    Random random = new Random(7);
    ImmutableList.Builder<BufferRequest> builder = ImmutableList.builder();
    for (int i = 0; i < 30_000; i++) {
      int length = 1 + random.nextInt(1 + random.nextInt(200));
      builder.add(new BufferRequest("b" + i, i, i + length, random.nextInt(1 << 20), 64));
    }
    List<BufferRequest> requests = builder.build();
    Certificate certificate =
        verified(requests, ExactPlanner.solve(requests, PLENTY)).certificate();
    assertThat(certificate)
        .returns(Conclusion.TOO_LARGE, Certificate::conclusion)
        .returns(0L, Certificate::nodes);
    assertThat(certificate.toString()).contains("above the optimum", "too many buffers");
  }

  @Test
  void keepsToTheGreatestNumbers() {
    long huge = Long.MAX_VALUE / 4;
    List<BufferRequest> requests =
        ImmutableList.of(
            new BufferRequest("a", 0, 2, huge, 1),
            new BufferRequest("b", 1, 3, huge + 1, 1),
            new BufferRequest("c", 2, 4, 3, 1L << 40));
    verified(requests, ExactPlanner.solve(requests, PLENTY));
  }
}
