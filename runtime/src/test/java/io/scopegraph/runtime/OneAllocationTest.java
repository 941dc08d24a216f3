package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Template;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A name is one block of the device's memory, whoever reads it: counted on the device, not in the
/// report.
class OneAllocationTest {
  private final ReferenceDevice device = new ReferenceDevice(false);
  private final VariableStore store = VariableStore.on(device);

  private Session open(String name, Graph graph) {
    return Session.open(graph, SessionOptions.builder().name(name).store(store).build());
  }

  private List<String> weightBlocks() {
    return device.live().stream()
        .filter(label -> !label.matches(".* (arena|inputs|outputs)"))
        .toList();
  }

  private static Map<String, Tensor> feeds(int rows) {
    return Map.of("x", Networks.random(rows, rows, 3));
  }

  @AfterEach
  void nothingIsLeft() {
    store.close();
    assertThat(device.live()).isEmpty();
  }

  @Test
  void ofManySessions() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sessions.add(open("s" + i, Networks.twoLayers()));
      sessions.getLast().run(feeds(2));
      assertThat(weightBlocks())
          .containsExactlyInAnyOrder("w", "w [transposed]", "v", "v [transposed]");
    }
    assertThat(device.live()).hasSize(4 + 3 * sessions.size());
    Collections.shuffle(sessions, new Random(1));
    while (sessions.size() > 1) {
      sessions.removeLast().close();
      assertThat(device.live()).hasSize(4 + 3 * sessions.size());
      sessions.getFirst().run(feeds(2));
    }
    sessions.getFirst().close();
  }

  @Test
  void ofManyBatchSizes() {
    try (Session session = open("main", Networks.twoLayers())) {
      for (int rows = 1; rows <= 12; rows++) {
        session.run(feeds(rows));
      }
      assertThat(weightBlocks()).hasSize(4);
      assertThat(device.live()).hasSize(7);
    }
  }

  @Test
  void ofATemplateThatIsCalledTwice() {
    GraphBuilder g = new GraphBuilder();
    Template<Operand, Output> layer =
        g.makeTemplate(
            "layer", x -> Nn.relu(MathOps.matMul(x, g.getVariable("w", Shape.of(3, 3)))));
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    Graph graph = g.build(Map.of("y", layer.call(layer.call(x))));
    try (Session session = open("main", graph)) {
      session.run(feeds(2));
      assertThat(weightBlocks()).containsExactlyInAnyOrder("layer/w", "layer/w [transposed]");
    }
  }

  @Test
  void ofTwoGraphsOverTheSameNames() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    Operand v = g.getVariable("v", Shape.of(4, 2));
    Output wide = MathOps.matMul(x, g.getVariable("w", Shape.of(3, 4)));
    Output norm = MathOps.reduceSum(MathOps.square(v), 0);
    try (Session layers = open("layers", Networks.twoLayers())) {
      store.assign("w", Networks.random(1, 3, 4));
      store.assign("v", Networks.random(2, 4, 2));
      layers.run(feeds(3));
      try (Session other = open("other", g.build(Map.of("wide", wide, "norm", norm)))) {
        other.run(feeds(5));
        assertThat(weightBlocks())
            .containsExactlyInAnyOrder("w", "w [transposed]", "v", "v [transposed]");
      }
    }
  }

  @Test
  void ofSessionsThatOpenAndRunAtTheSameTime() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        results.add(
            threads.submit(() -> {
              for (int i = 0; i < 50; i++) {
                try (Session session = open("s", Networks.twoLayers())) {
                  session.run(feeds(1 + i % 3));
                  assertThat(weightBlocks()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(4);
                }
              }
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
  }
}
