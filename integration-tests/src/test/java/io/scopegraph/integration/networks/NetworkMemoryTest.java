package io.scopegraph.integration.networks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.runtime.plan.Aliasing;
import io.scopegraph.runtime.plan.BatchPlacement;
import io.scopegraph.runtime.plan.Budget;
import io.scopegraph.runtime.plan.BufferRequest;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlacementVerifier;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What well-known networks need on the CPU, in the layout that runs there, and that sharing bytes
/// changes none of their results.
class NetworkMemoryTest {
  /// Scratch memory does not grow with the batch, and is no layer's: without Winograd's algorithm
  /// there is none beside that of small copies.
  private static final SessionOptions DIRECT = SessionOptions.builder().winograd(false).build();

  private static Shape image(Session session, int batch) {
    long[] dims = Objects.requireNonNull(session.inputs().get("image")).shape().dims();
    dims[0] = batch;
    return Shape.of(dims);
  }

  private static MemoryPlan plan(String network, Aliasing aliasing) {
    SessionOptions options = DIRECT.toBuilder().aliasing(aliasing).build();
    try (Session session = Session.open(ExampleGraphs.graph(network), options)) {
      return session.plan(Map.of("image", image(session, 1)));
    }
  }

  /// The sizes follow from the layers: 7225344 = 2 x 56 x 56 x 256 x 4 + 56 x 56 x 64 x 4, the two
  /// operands of an addition and the input of the convolution that makes one of them.
  @ParameterizedTest
  @CsvSource({
    "resnet50, 7225344, 7225344",
    "densenet121, 7225344, 7626752",
    "inception-v3, 8297856, 8297856",
    "unet, 65011712, 65011712"
  })
  void theArenaIsAsSmallAsTheLayersAllow(String network, long least, long withoutCopies) {
    MemoryPlan plan = plan(network, Aliasing.FEWEST_COPIES);
    assertThat(plan.concatCopyBytes()).isZero();
    assertThat(plan.arenaBytes()).isEqualTo(withoutCopies).isEqualTo(plan.lowerBound());
    assertThat(plan.certificate().isOptimal()).isTrue();
    MemoryPlan small = plan(network, Aliasing.LEAST_MEMORY);
    assertThat(small.arenaBytes()).isEqualTo(least).isEqualTo(small.lowerBound());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "densenet121", "inception-v3", "unet"})
  void winogradsScratchMemoryIsBounded(String network) {
    long direct = plan(network, Aliasing.FEWEST_COPIES).arenaBytes();
    SessionOptions options = SessionOptions.builder().threads(2).build();
    try (Session session = Session.open(ExampleGraphs.graph(network), options)) {
      MemoryPlan plan = session.plan(Map.of("image", image(session, 1)));
      // A block has at most 8 MiB but for rounding it up to eight tiles, and each thread a patch.
      assertThat(plan.arenaBytes()).isBetween(direct, direct + (9 << 20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "densenet121", "inception-v3", "unet"})
  void sharingBytesChangesNoBit(String network) {
    Graph graph = ExampleGraphs.graph(network);
    try (VariableStore store = VariableStore.open()) {
      SessionOptions.Builder options = SessionOptions.builder().store(store);
      try (Session sharing = Session.open(graph, options.build());
          Session apart = Session.open(graph, options.aliasing(Aliasing.OFF).build());
          Session plain = Session.open(graph, options.arenaReuse(false).build())) {
        Map<String, Tensor> feeds = Map.of("image", random(image(sharing, 1)));
        Tensor expected = plain.run(feeds).only();
        assertThat(sharing.run(feeds).only()).isEqualTo(expected);
        assertThat(sharing.run(feeds).only()).isEqualTo(expected);
        assertThat(apart.run(feeds).only()).isEqualTo(expected);
      }
    }
  }

  private static Tensor random(Shape shape) {
    Random random = new Random(7);
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, shape));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble());
    }
    return tensor;
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "inception-v3"})
  void onePlacementServesAllBatches(String network) {
    ImmutableList<BufferRequest> one = plan(network, Aliasing.FEWEST_COPIES).arena().requests();
    BatchPlacement placement = BatchPlacement.plan(one, List.of(), Budget.standard(one.size()));
    for (int batch = 1; batch <= 256; batch++) {
      ImmutableList<BufferRequest> requests = placement.requests(batch);
      assertThat(PlacementVerifier.violation(requests, placement.placement(batch))).isEmpty();
      assertThat(placement.placement(batch).arenaSize())
          .isEqualTo(batch * placement.placement(1).arenaSize());
    }
    try (Session session = Session.open(ExampleGraphs.graph(network), DIRECT)) {
      MemoryPlan seven = session.plan(Map.of("image", image(session, 7)));
      assertThat(placement.placement(7).arenaSize()).isEqualTo(seven.arenaBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "unet"})
  void theArenaGrowsWithTheBatchAlone(String network) {
    try (Session session = Session.open(ExampleGraphs.graph(network), DIRECT)) {
      long one = session.plan(Map.of("image", image(session, 1))).arenaBytes();
      for (int batch : new int[] {2, 3, 7, 32}) {
        MemoryPlan plan = session.plan(Map.of("image", image(session, batch)));
        assertThat(plan.arenaBytes()).isEqualTo(batch * one);
      }
    }
  }
}
