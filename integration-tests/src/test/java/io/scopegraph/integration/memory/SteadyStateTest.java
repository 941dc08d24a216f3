package io.scopegraph.integration.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A run whose shapes were seen before allocates nothing: not on the Java heap, in no thread, and
/// not on the device. Tagged to be run in a JVM of its own, with each kind of kernels.
@Tag("steady")
class SteadyStateTest {
  private static final int RUNS = 10_000;

  static Stream<Arguments> networks() {
    Map<String, Supplier<Graph>> graphs = new LinkedHashMap<>();
    graphs.put("residual", SmallNetworks::residual);
    graphs.put("recogniser", SmallNetworks::recogniser);
    graphs.put("towers", SmallNetworks::towers);
    return graphs.entrySet().stream()
        .flatMap(graph ->
            Stream.of(1, 2)
                .map(threads -> Arguments.of(graph.getKey(), threads, graph.getValue())));
  }

  private static SessionOptions options(int threads) {
    return SessionOptions.builder().device("cpu").threads(threads).build();
  }

  private static void assertNothingIsAllocated(Session session, Runnable run) {
    HeapAllocations allocations = new HeapAllocations(run);
    allocations.warmUp(200);
    MemoryReport before = session.memoryReport();
    assertThat(allocations.least(RUNS)).as("bytes of %d runs", RUNS).isZero();
    assertThat(session.memoryReport()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("networks")
  void runsAllocateNothing(String name, int threads, Supplier<Graph> network) {
    Graph graph = network.get();
    Map<String, Tensor> feeds = SmallNetworks.feeds(graph, 1, 1);
    try (Session session = Session.open(graph, options(threads))) {
      assertNothingIsAllocated(session, () -> session.run(feeds));
    }
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("networks")
  void resultsAreReadWithoutAllocatingAndShapesMayAlternate(
      String name, int threads, Supplier<Graph> network) {
    Graph graph = network.get();
    List<Map<String, Tensor>> feeds =
        List.of(SmallNetworks.feeds(graph, 1, 1), SmallNetworks.feeds(graph, 2, 2));
    try (Session session = Session.open(graph, options(threads))) {
      List<Tensor> targets =
          feeds.stream()
              .map(each -> session.run(each, results -> results.get("y").copy()))
              .toList();
      List<Map<String, Tensor>> results =
          targets.stream().map(target -> Map.of("y", target)).toList();
      float[] sum = new float[1];
      Function<Results, float[]> reader =
          lent -> {
            sum[0] += lent.get("y").getFloat(0);
            return sum;
          };
      assertNothingIsAllocated(
          session,
          () -> {
            session.run(feeds.get(0), results.get(0));
            session.run(feeds.get(1), reader);
          });
      assertThat(sum[0]).isFinite();
      assertThat(targets.getFirst().spec()).isNotEqualTo(targets.getLast().spec());
    }
  }
}
