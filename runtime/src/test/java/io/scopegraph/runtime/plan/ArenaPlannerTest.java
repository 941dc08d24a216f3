package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
  void findsMostOptimaOfSmallProblems() {
    int optimal = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<BufferRequest> requests = Requests.random(random, 1 + random.nextInt(7), 8, 12);
      long optimum = bruteForce(requests);
      assertThat(optimum).isGreaterThanOrEqualTo(LowerBound.of(requests));
      long found = place(ArenaPlanner.best(), requests);
      assertThat(found).isGreaterThanOrEqualTo(optimum);
      optimal += found == optimum ? 1 : 0;
    }
    assertThat(optimal).isGreaterThanOrEqualTo(180);
  }

  /// The least arena: some order of placing each request as low as it goes gives it.
  private static long bruteForce(List<BufferRequest> requests) {
    long best = Long.MAX_VALUE;
    List<Integer> indices = IntStream.range(0, requests.size()).boxed().toList();
    for (List<Integer> order : Collections2.permutations(indices)) {
      long[] offsets = new long[requests.size()];
      long height = 0;
      for (int at = 0; at < order.size(); at++) {
        BufferRequest request = requests.get(order.get(at));
        offsets[order.get(at)] = lowest(requests, order.subList(0, at), offsets, request);
        height = Math.max(height, offsets[order.get(at)] + request.size());
      }
      best = Math.min(best, height);
    }
    return best;
  }

  private static long lowest(
      List<BufferRequest> requests, List<Integer> placed, long[] offsets, BufferRequest request) {
    if (request.size() == 0) {
      return 0;
    }
    for (long offset = 0; ; offset += request.alignment()) {
      long start = offset;
      boolean free =
          placed.stream()
              .noneMatch(i -> {
                BufferRequest other = requests.get(i);
                return other.lower() < request.upper()
                    && request.lower() < other.upper()
                    && offsets[i] < start + request.size()
                    && start < offsets[i] + other.size();
              });
      if (free) {
        return offset;
      }
    }
  }

  @Test
  void meetsTheLowerBoundOfNetworks() throws IOException {
    for (Path file : SharedFiles.instances("cnn")) {
      List<BufferRequest> requests = PlannerInstance.read(file);
      assertThat(place(ArenaPlanner.best(), requests))
          .describedAs("%s", file)
          .isEqualTo(LowerBound.of(requests));
    }
  }

  @Test
  void comesNearTheLowerBoundOfHardProblems() throws IOException {
    for (Path file : SharedFiles.instances("minimalloc")) {
      List<BufferRequest> requests = PlannerInstance.read(file);
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
      assertThat(place(ArenaPlanner.best(), PlannerInstance.read(file))).isEqualTo(12);
    }
  }

  @Test
  void placesTwentyThousandRequests() {
    Random random = new Random(7);
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    for (int i = 0; i < 20_000; i++) {
      int length = 1 + random.nextInt(1 + random.nextInt(200));
      requests.add(new BufferRequest("b" + i, i, i + length, random.nextInt(1 << 20), 64));
    }
    place(new LowestOffsetFirst(LowestOffsetFirst.Priority.WAT), requests.build());
    place(new GreedyBestFit(GreedyBestFit.Priority.SIZE), requests.build());
  }
}
