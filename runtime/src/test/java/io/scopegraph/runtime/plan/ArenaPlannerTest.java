package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArenaPlannerTest {
  private static List<ArenaPlanner> planners() {
    return ImmutableList.of(
        new LowestOffsetFirst(LowestOffsetFirst.Priority.WAT),
        new LowestOffsetFirst(LowestOffsetFirst.Priority.TAW),
        new LowestOffsetFirst(LowestOffsetFirst.Priority.TWA),
        new GreedyBestFit(GreedyBestFit.Priority.SIZE),
        new GreedyBestFit(GreedyBestFit.Priority.AREA),
        ArenaPlanner.best(),
        ArenaPlanner.withoutReuse());
  }

  private static long place(ArenaPlanner planner, List<BufferRequest> requests) {
    Placement placement = planner.place(requests);
    assertThat(PlacementVerifier.violation(requests, placement)).isEmpty();
    assertThat(placement.arenaSize()).isGreaterThanOrEqualTo(LowerBound.of(requests));
    return placement.arenaSize();
  }

  @ParameterizedTest
  @MethodSource("planners")
  void placesNothing(ArenaPlanner planner) {
    assertThat(planner.place(ImmutableList.of()))
        .isEqualTo(new Placement(ImmutableLongArray.of(), 0));
  }

  @ParameterizedTest
  @MethodSource("planners")
  void placesRandomRequests(ArenaPlanner planner) {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      place(planner, Requests.random(random, 1 + random.nextInt(60), 40, 5000));
    }
  }

  @Test
  void meetsTheLowerBoundOfNetworks() throws IOException {
    for (Path file : SharedFiles.instances("cnn")) {
      List<BufferRequest> requests = PlannerInstance.read(file).requests();
      assertThat(place(ArenaPlanner.best(), requests))
          .describedAs("%s", file)
          .isEqualTo(LowerBound.of(requests));
    }
  }

  @Test
  void comesNearTheLowerBoundOfHardProblems() throws IOException {
    for (Path file : SharedFiles.instances("minimalloc")) {
      List<BufferRequest> requests = PlannerInstance.read(file).requests();
      long arena = place(ArenaPlanner.best(), requests);
      System.out.printf(
          "%s: %.1f %% above the lower bound%n",
          file.getFileName(), 100.0 * arena / LowerBound.of(requests) - 100);
      assertThat(arena).isLessThan(LowerBound.of(requests) * 13 / 10);
    }
  }

  @Test
  void solvesTheExample() throws IOException {
    for (Path file : SharedFiles.instances("minimalloc/examples")) {
      assertThat(place(ArenaPlanner.best(), PlannerInstance.read(file).requests())).isEqualTo(12);
    }
  }
}
