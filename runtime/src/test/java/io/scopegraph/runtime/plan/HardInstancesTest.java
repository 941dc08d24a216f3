package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.runtime.plan.Certificate.Conclusion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The instances of MiniMalloc's benchmark, which no heuristic solves.
class HardInstancesTest {
  private static final long CAPACITY = 1 << 20;

  /// Nodes that a search with the published rules needs at [#CAPACITY].
  private static final ImmutableMap<String, Long> PUBLISHED_NODES =
      ImmutableMap.<String, Long>builder()
          .put("A", 116_413L)
          .put("B", 102_692L)
          .put("C", 30_642L)
          .put("D", 11_582L)
          .put("E", 154_625L)
          .put("F", 52_454L)
          .put("G", 5_467L)
          .put("H", 9_508L)
          .put("I", 14_507L)
          .put("J", 2_046L)
          .put("K", 10_126L)
          .buildOrThrow();

  /// By how much another order among equals may change the number of nodes.
  private static final int TIES = 4;

  /// Those whose live bytes are the capacity.
  private static final ImmutableSet<String> TIGHT =
      ImmutableSet.of("A", "B", "E", "F", "G", "H", "I", "K");

  @Test
  void fitsAllIntoTheirCapacity() throws IOException {
    List<Path> files = SharedFiles.instances("minimalloc");
    assertThat(files).hasSameSizeAs(PUBLISHED_NODES.entrySet());
    for (Path file : files) {
      String name = file.getFileName().toString().substring(0, 1);
      List<BufferRequest> requests = PlannerInstance.read(file).requests();
      long nodes = TIES * Objects.requireNonNull(PUBLISHED_NODES.get(name));
      Solution solution = ExactPlanner.fit(requests, CAPACITY, Budget.ofNodes(nodes));
      Certificate certificate = solution.certificate();
      System.out.printf("%s: %d nodes, %s%n", name, certificate.nodes(), certificate);
      assertThat(PlacementVerifier.violation(requests, solution.placement())).isEmpty();
      assertThat(certificate.arenaSize()).describedAs(name).isLessThanOrEqualTo(CAPACITY);
      assertThat(certificate.isOptimal()).describedAs(name).isEqualTo(TIGHT.contains(name));
      assertThat(certificate.conclusion())
          .isEqualTo(TIGHT.contains(name) ? Conclusion.LIVE_BYTES_MET : Conclusion.TARGET_MET);
    }
  }

  @Test
  void findsTheOptimumOfC() throws IOException {
    Solution solution = solve("C", 500_000);
    assertThat(solution.certificate().isOptimal()).isTrue();
    assertThat(solution.placement().arenaSize()).isEqualTo(1_039_360);
  }

  @Test
  void undercutsTheCapacityOfTheLooseOnes() throws IOException {
    assertThat(arenaWithin("D", 1_038_336, 100_000)).isEqualTo(1_038_336);
    assertThat(arenaWithin("J", 1_036_288, 100_000)).isEqualTo(1_036_288);
  }

  @Test
  void minimisesTheLooseOnes() throws IOException {
    assertThat(solve("D", 150_000).placement().arenaSize()).isLessThan(CAPACITY);
    assertThat(solve("J", 50_000).placement().arenaSize()).isLessThan(CAPACITY);
  }

  private static long arenaWithin(String name, long capacity, long nodes) throws IOException {
    List<BufferRequest> requests = requests(name);
    Solution solution = ExactPlanner.fit(requests, capacity, Budget.ofNodes(nodes));
    return verified(name, requests, solution).placement().arenaSize();
  }

  private static Solution solve(String name, long nodes) throws IOException {
    List<BufferRequest> requests = requests(name);
    return verified(name, requests, ExactPlanner.solve(requests, Budget.ofNodes(nodes)));
  }

  private static List<BufferRequest> requests(String name) throws IOException {
    Path file =
        SharedFiles.instances("minimalloc").stream()
            .filter(path -> path.getFileName().toString().startsWith(name))
            .findFirst()
            .orElseThrow();
    return PlannerInstance.read(file).requests();
  }

  private static Solution verified(String name, List<BufferRequest> requests, Solution solution) {
    assertThat(PlacementVerifier.violation(requests, solution.placement())).isEmpty();
    System.out.printf(
        "%s: %d nodes, %s%n", name, solution.certificate().nodes(), solution.certificate());
    return solution;
  }

  @Test
  void meetsTheLiveBytesOfNetworksAndOfTheExample() throws IOException {
    for (String folder : List.of("cnn", "minimalloc/examples")) {
      for (Path file : SharedFiles.instances(folder)) {
        List<BufferRequest> requests = PlannerInstance.read(file).requests();
        Solution solution = ExactPlanner.solve(requests, Budget.standard(requests.size()));
        assertThat(PlacementVerifier.violation(requests, solution.placement())).isEmpty();
        assertThat(solution.certificate().conclusion())
            .describedAs("%s", file)
            .isEqualTo(Conclusion.LIVE_BYTES_MET);
      }
    }
  }
}
