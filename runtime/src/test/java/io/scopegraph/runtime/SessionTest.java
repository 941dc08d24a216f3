package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.InvalidGraphException;
import io.scopegraph.op.Padding;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private final ReferenceDevice device = new ReferenceDevice(true);

  private Session open(Graph graph) {
    return open(graph, SessionOptions.builder());
  }

  private Session open(Graph graph, SessionOptions.Builder options) {
    return Session.open(graph, options.store(VariableStore.on(device)).build());
  }

  private static Tensor vector(float... values) {
    return Tensor.ofFloats(Shape.of(1, values.length), values);
  }

  @Test
  void findsTheBackendOnTheClassPath() {
    try (Session session = Session.open(Networks.constantWeight(3))) {
      assertThat(session.deviceName()).isEqualTo("reference");
      assertThat(session.run(Map.of("x", vector(1, 2))).get("y").toFloatArray())
          .containsExactly(3, 6);
    }
  }

  @Test
  void specialisesOncePerSetOfShapes() {
    try (Session session = open(Networks.constantWeight(2))) {
      assertThat(session.inputs())
          .containsEntry("x", new TensorSpec(DType.FLOAT32, Shape.of(-1, 2)));
      for (int batch = 1; batch <= 3; batch++) {
        Tensor x = Networks.random(batch, batch, 2);
        Tensor y = session.run(Map.of("x", x)).only();
        assertThat(y.shape()).isEqualTo(Shape.of(batch, 2));
        for (int i = 0; i < 2 * batch; i++) {
          assertThat(y.getFloat(i)).isEqualTo(2 * x.getFloat(i));
        }
      }
    }
  }

  @Test
  void takesTensorNamesOfInputs() {
    try (Session session = open(Networks.constantWeight(2))) {
      assertThat(session.run(Map.of("x:0", vector(1, 2))).only().toFloatArray())
          .containsExactly(2, 4);
    }
  }

  @Test
  void saysWhatIsWrongWithFeeds() {
    try (Session session = open(Networks.twoLayers())) {
      assertThatThrownBy(() -> session.run(Map.of("X", vector(1, 2, 3))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There is no input \"X\"; nearest: \"x\"");
      assertThatThrownBy(() -> session.run(Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Missing input \"x\" (float32(?, 3))");
      assertThatThrownBy(() -> session.run(Map.of("x", vector(1, 2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Input \"x\": expected float32(?, 3), found float32(1, 2)");
      Tensor ints = Tensor.ofInts(Shape.of(1, 3), 1, 2, 3);
      assertThatThrownBy(() -> session.run(Map.of("x", ints)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Input \"x\": expected float32(?, 3), found int32(1, 3)");
      assertThatThrownBy(() -> session.plan(Map.of()))
          .hasMessage("Missing input \"x\" (float32(?, 3))");
      assertThatThrownBy(() -> session.plan(Map.of("x", Shape.of(-1, 3))))
          .hasMessage("Input \"x\": the shape (?, 3) is not fully defined");
      assertThatThrownBy(() -> session.run(Map.of("x", vector(1, 2, 3))).get("z"))
          .hasMessage("There is no output \"z\"; nearest: \"y\"");
    }
  }

  @Test
  void runsOnlyWantedOutputs() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(2));
    Operand label = g.placeholder("label", DType.FLOAT32, Shape.of(-1));
    Operand y = MathOps.add(x, x, "y");
    Graph graph = g.build(y, MathOps.add(label, label, "loss"));
    try (Session session = open(graph, SessionOptions.builder().outputs("y:0"))) {
      Tensor fed = Tensor.ofFloats(Shape.of(2), 1, 2);
      assertThat(session.run(Map.of("x", fed)).get("y:0").toFloatArray()).containsExactly(2, 4);
    }
    assertThatThrownBy(() -> open(graph, SessionOptions.builder().outputs("nothing")))
        .isInstanceOf(InvalidGraphException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allocatesExactlyWhatIsPlanned(boolean arenaReuse) {
    try (Session session =
        open(Networks.twoLayers(), SessionOptions.builder().arenaReuse(arenaReuse))) {
      MemoryPlan plan = session.plan(Map.of("x", Shape.of(5, 3)));
      assertThat(device.allocations()).isZero();
      session.run(Map.of("x", Networks.random(1, 5, 3)));
      assertThat(device.liveBytes()).isEqualTo(plan.totalBytes()).isPositive();
      assertThat(device.peakBytes()).isEqualTo(plan.totalBytes());
      assertThat(session.memoryReport().totalBytes()).isEqualTo(plan.totalBytes());
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void sharesOneArenaAsLargeAsTheLargestPlan() {
    try (Session session = open(Networks.twoLayers())) {
      session.run(Map.of("x", Networks.random(1, 2, 3)));
      session.run(Map.of("x", Networks.random(1, 64, 3)));
      MemoryPlan large = session.plan(Map.of("x", Shape.of(64, 3)));
      assertThat(device.liveBytes()).isEqualTo(large.totalBytes());
      session.run(Map.of("x", Networks.random(1, 7, 3)));
      session.run(Map.of("x", Networks.random(1, 2, 3)));
      assertThat(device.liveBytes()).isEqualTo(large.totalBytes());
    }
  }

  @Test
  void aGrownArenaServesEarlierShapesAgain() {
    Tensor small = Networks.random(1, 2, 3);
    try (Session session = open(Networks.twoLayers())) {
      Tensor before = session.run(Map.of("x", small)).get("y").copy();
      session.run(Map.of("x", Networks.random(2, 100, 3)));
      assertThat(session.run(Map.of("x", small)).get("y")).isEqualTo(before);
    }
  }

  @Test
  void forgetsTheLeastRecentlyUsedShapes() {
    try (Session session = open(Networks.twoLayers(), SessionOptions.builder().planCacheSize(2))) {
      MemoryPlan one = session.plan(Map.of("x", Shape.of(1, 3)));
      MemoryPlan two = session.plan(Map.of("x", Shape.of(2, 3)));
      assertThat(session.plan(Map.of("x", Shape.of(1, 3)))).isSameAs(one);
      session.plan(Map.of("x", Shape.of(3, 3)));
      assertThat(session.plan(Map.of("x", Shape.of(1, 3)))).isSameAs(one);
      assertThat(session.plan(Map.of("x", Shape.of(2, 3)))).isNotSameAs(two);
      for (int batch = 1; batch < 6; batch++) {
        Tensor y = session.run(Map.of("x", Networks.random(1, batch, 3))).get("y");
        assertThat(y.shape()).isEqualTo(Shape.of(batch, 2));
      }
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void checksTensorsForResultsBeforeRunning() {
    try (Session session = open(Networks.constantWeight(2))) {
      Map<String, Tensor> feeds = Map.of("x", vector(1, 2));
      assertThatThrownBy(() -> session.run(feeds, Map.of("z", vector(0, 0))))
          .hasMessage("There is no output \"z\"; nearest: \"y\"");
      assertThatThrownBy(() -> session.run(feeds, Map.of("y", vector(0, 0, 0))))
          .hasMessage(
              "Output \"y\": expected a writable tensor float32(1, 2), found float32(1, 3)");
      assertThatThrownBy(() -> session.run(feeds, Map.of("y", vector(0, 0).asReadOnly())))
          .hasMessageContaining("writable");
    }
  }

  @Test
  void refusesAllUseAfterClosing() {
    Session session = open(Networks.constantWeight(2));
    session.close();
    assertThatCode(session::close).doesNotThrowAnyException();
    assertThatThrownBy(() -> session.run(Map.of("x", vector(1, 2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Session \"session\" is closed");
    assertThatThrownBy(() -> session.plan(Map.of("x", Shape.of(1, 2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Session \"session\" is closed");
  }

  @Test
  void serialisesRunsOfManyThreads() throws Exception {
    try (Session session = open(Networks.twoLayers(), SessionOptions.builder().planCacheSize(3));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Tensor> expected = new ArrayList<>();
      for (int batch = 1; batch <= 5; batch++) {
        Tensor x = Networks.random(batch, batch, 3);
        expected.add(session.run(Map.of("x", x)).get("y").copy());
      }
      List<Future<?>> jobs = new ArrayList<>();
      for (int job = 0; job < 8; job++) {
        int offset = job;
        jobs.add(
            threads.submit(() -> {
              for (int run = 0; run < 100; run++) {
                int batch = 1 + (run + offset) % 5;
                Tensor x = Networks.random(batch, batch, 3);
                Tensor y = session.run(Map.of("x", x), results -> results.get("y").copy());
                assertThat(y).isEqualTo(expected.get(batch - 1));
              }
            }));
      }
      for (Future<?> job : jobs) {
        job.get();
      }
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void failsBeforeAllocatingBeyondTheBudget() {
    try (Session session =
        open(Networks.twoLayers(), SessionOptions.builder().memoryBudget(4096))) {
      assertThat(session.run(Map.of("x", Networks.random(1, 8, 3))).names()).containsExactly("y");
      long before = device.allocations();
      assertThatThrownBy(() -> session.run(Map.of("x", Networks.random(1, 1000, 3))))
          .isInstanceOfSatisfying(
              MemoryBudgetException.class,
              e -> {
                assertThat(e.budget()).isEqualTo(4096);
                assertThat(e.needed()).isEqualTo(e.plan().totalBytes()).isGreaterThan(4096);
                assertThat(e.peakBuffers()).isNotEmpty();
                assertThat(e)
                    .hasMessageContaining("the budget is 4.00 KiB (4096 B)")
                    .hasMessageContaining(e.peakBuffers().getFirst().name());
              });
      assertThat(device.allocations()).isEqualTo(before);
    }
  }

  @Test
  void staysWithinTheBudgetOverAllShapes() {
    long budget;
    try (Session session = open(Networks.twoLayers())) {
      budget = session.plan(Map.of("x", Shape.of(64, 3))).totalBytes();
    }
    try (Session session =
        open(Networks.twoLayers(), SessionOptions.builder().memoryBudget(budget))) {
      for (int batch : new int[] {1, 64, 3, 64, 10}) {
        session.run(Map.of("x", Networks.random(1, batch, 3)));
        assertThat(device.liveBytes()).isLessThanOrEqualTo(budget);
      }
      assertThat(device.peakBytes()).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void listsAllUnsupportedNodesWhenOpened() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1, 4, 4, 1));
    Operand filter =
        g.constant("filter", Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(1, 1, 1, 1))));
    Operand y = x;
    for (int layer = 0; layer < 3; layer++) {
      try (var _ = g.nameScope("layer" + layer)) {
        y = Nn.maxPool(y, 2, 1, Padding.SAME);
      }
    }
    Graph graph = g.build(Map.of("y", MathOps.add(y, filter)));
    assertThatThrownBy(() -> open(graph))
        .isInstanceOfSatisfying(
            UnsupportedOpException.class,
            e ->
                assertThat(e.ops())
                    .extracting("scopePath")
                    .containsExactly("layer0", "layer1", "layer2"))
        .hasMessageContaining("reference");
    assertThat(device.allocations()).isZero();
  }

  @Test
  void copesWithTensorsWithoutElements() {
    try (Session session = open(Networks.twoLayers())) {
      Tensor none = Tensor.ofFloats(Shape.of(0, 3));
      assertThat(session.run(Map.of("x", none)).get("y").shape()).isEqualTo(Shape.of(0, 2));
      session.run(Map.of("x", Networks.random(1, 2, 3)));
      assertThat(session.run(Map.of("x", none)).get("y").elementCount()).isZero();
    }
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1));
    Graph sum = g.build(Map.of("sum", MathOps.reduceSum(x)));
    try (Session session = open(sum)) {
      assertThat(session.run(Map.of("x", Tensor.ofFloats(Shape.of(0)))).get("sum").getFloat(0))
          .isZero();
    }
  }

  @Test
  void givesOutputsThatAreNotComputed() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(2, 2));
    Operand c = g.constant("c", Tensor.ofFloats(Shape.of(1), 7));
    Operand v = g.getVariable("v", Shape.of(2));
    Operand doubled = MathOps.add(x, x, "doubled");
    Map<String, Operand> outputs = new LinkedHashMap<>();
    outputs.put("input", x);
    outputs.put("view", ArrayOps.reshape(x, 4));
    outputs.put("constant", c);
    outputs.put("variable", v);
    outputs.put("sum", doubled);
    outputs.put("again", doubled);
    outputs.put("flat", ArrayOps.reshape(doubled, 4));
    outputs.put("part", ArrayOps.slice(doubled, new long[] {1, 0}, new long[] {1, 2}));
    try (Session session = open(g.build(outputs))) {
      Results results = session.run(Map.of("x", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4)));
      assertThat(results.names()).containsExactlyElementsOf(outputs.keySet());
      assertThat(results.get("input").toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(results.get("view").shape()).isEqualTo(Shape.of(4));
      assertThat(results.get("view").toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(results.get("constant").toFloatArray()).containsExactly(7);
      assertThat(results.get("variable").elementCount()).isEqualTo(2);
      assertThat(results.get("sum").toFloatArray()).containsExactly(2, 4, 6, 8);
      assertThat(results.get("again")).isEqualTo(results.get("sum"));
      assertThat(results.get("flat").toFloatArray()).containsExactly(2, 4, 6, 8);
      assertThat(results.get("part").toFloatArray()).containsExactly(6, 8);
    }
  }

  @Test
  void runsWhereTheHostCannotReachTheMemory() {
    Tensor x = Networks.random(3, 4, 3);
    try (Session near = open(Networks.towers());
        Session far =
            Session.open(
                Networks.towers(),
                SessionOptions.builder()
                    .store(VariableStore.on(new ReferenceDevice(false)))
                    .build())) {
      Map<String, Tensor> feeds = Map.of("a", x, "b", Networks.random(4, 4, 3));
      assertThat(far.run(feeds).only()).isEqualTo(near.run(feeds).only());
    }
  }

  @Test
  void timesEachOp() {
    try (Session session = open(Networks.twoLayers())) {
      List<OpTiming> timings = session.profile(Map.of("x", Networks.random(1, 50, 3)), 3);
      MemoryPlan plan = session.plan(Map.of("x", Shape.of(50, 3)));
      assertThat(timings)
          .extracting(OpTiming::node)
          .containsExactlyElementsOf(
              plan.steps().stream().map(step -> step.node().name()).toList());
      assertThat(timings).allSatisfy(timing -> assertThat(timing.nanos()).isPositive());
    }
  }

  @Test
  void recoversWhenTheDeviceRunsOutOfMemory() {
    try (Session session = open(Networks.twoLayers())) {
      device.limit(2048);
      Tensor large = Networks.random(1, 500, 3);
      assertThatThrownBy(() -> session.run(Map.of("x", large)))
          .isInstanceOf(MemoryBudgetException.class)
          .hasMessageContaining("the device has 2.00 KiB (2048 B) for this session")
          .hasMessageContaining("out of memory")
          .hasCauseInstanceOf(DeviceMemoryException.class);
      assertThat(session.run(Map.of("x", Networks.random(1, 2, 3))).only().shape())
          .isEqualTo(Shape.of(2, 2));
      device.limit(Long.MAX_VALUE);
      assertThat(session.run(Map.of("x", large)).only().shape()).isEqualTo(Shape.of(500, 2));
    }
    assertThat(device.liveBytes()).isZero();
  }
}
