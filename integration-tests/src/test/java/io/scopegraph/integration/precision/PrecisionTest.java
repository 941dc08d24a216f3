package io.scopegraph.integration.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Softmax;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.SwapOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Networks in float16 and bfloat16 beside themselves in float32, on the CPU.
class PrecisionTest {
  /// Of the largest magnitude: what some dozens of roundings to 8 bits add up to.
  private static final double TOLERANCE = 2e-2;

  /// Of inputs that leave it open.
  private static final long EXTENT = 24;

  private static SessionOptions options(VariableStore store, Precision precision) {
    return SessionOptions.builder().store(store).precision(precision).build();
  }

  private static Map<String, Tensor> feeds(Graph graph, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> feeds = new HashMap<>();
    for (Node node : graph.placeholders()) {
      TensorSpec spec = ((Placeholder) node.op()).spec();
      long[] dims =
          Arrays.stream(spec.shape().dims())
              .map(dim -> dim == Shape.UNKNOWN ? EXTENT : dim)
              .toArray();
      dims[0] = 1;
      Tensor tensor = Tensor.allocate(spec.withShape(Shape.of(dims)));
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setDouble(i, random.nextDouble());
      }
      feeds.put(node.name(), tensor);
    }
    return feeds;
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.spec()).isEqualTo(expected.spec());
    double largest = 0;
    double difference = 0;
    for (long i = 0; i < expected.elementCount(); i++) {
      largest = Math.max(largest, Math.abs(expected.getDouble(i)));
      difference = Math.max(difference, Math.abs(found.getDouble(i) - expected.getDouble(i)));
    }
    assertThat(difference).isLessThanOrEqualTo(TOLERANCE * largest);
    assertThat(difference).as("something was rounded").isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, FLOAT16",
    "resnet50, BFLOAT16",
    "siamese, FLOAT16",
    "siamese, BFLOAT16",
    "fsrcnn, FLOAT16",
    "fsrcnn, BFLOAT16"
  })
  void networksAgreeWithFloat32(String network, Precision precision) {
    Graph graph = beforeSoftmax(ExampleGraphs.graph(network));
    try (VariableStore store = VariableStore.open();
        Session wide = Session.open(graph, options(store, Precision.FLOAT32));
        Session narrow = Session.open(graph, options(store, precision))) {
      Map<String, Tensor> feeds = feeds(graph, 3);
      Tensor expected = wide.run(feeds).only().copy();
      assertClose(narrow.run(feeds).only(), expected);
    }
  }

  /// A graph without a softmax at its end, which would hide differences.
  private static Graph beforeSoftmax(Graph graph) {
    Node last = graph.node(graph.outputs().values().iterator().next());
    return last.op() instanceof Softmax
        ? graph.withOutputs(List.of(graph.tensorName(last.inputs().getFirst())))
        : graph;
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"FLOAT16", "BFLOAT16"})
  void intermediatesTakeHalfOfTheBytes(Precision precision) {
    Graph graph = ExampleGraphs.graph("resnet50");
    try (VariableStore store = VariableStore.open();
        Session wide = Session.open(graph, options(store, Precision.FLOAT32));
        Session narrow = Session.open(graph, options(store, precision))) {
      Map<String, Shape> shapes = Map.of("image", Shape.of(1, 224, 224, 3));
      long convolutions = convolved(wide.plan(shapes));
      assertThat(convolutions).isPositive();
      assertThat(convolved(narrow.plan(shapes))).isEqualTo(convolutions / 2);
    }
  }

  /// The bytes of the values that convolutions give.
  private static long convolved(MemoryPlan plan) {
    return plan.buffers().stream()
        .filter(buffer -> buffer.kind() == BufferKind.INTERMEDIATE)
        .flatMap(buffer -> buffer.values().stream())
        .filter(name -> name.contains("Conv2D") && !name.contains("float"))
        .mapToLong(name -> plan.graph().spec(plan.graph().value(name)).byteSize())
        .sum();
  }

  @Test
  void towersShareTheNarrowFormsOfTheirVariables() {
    Graph graph = ExampleGraphs.graph("siamese");
    try (VariableStore store = VariableStore.open();
        Session first = Session.open(graph, options(store, Precision.FLOAT16));
        Session second = Session.open(graph, options(store, Precision.FLOAT16))) {
      Map<String, Tensor> feeds = feeds(graph, 4);
      first.run(feeds);
      List<MemoryReport.Weight> before = store.memoryReport().weights();
      second.run(feeds);
      assertThat(store.memoryReport().weights().stream().map(MemoryReport.Weight::name))
          .isEqualTo(before.stream().map(MemoryReport.Weight::name).toList())
          .contains("siamese/conv1/kernel", "siamese/conv1/bias [float16]")
          .doesNotHaveDuplicates();
      store.assertShared("siamese/");
    }
  }

  @ParameterizedTest
  @EnumSource(SwapOptions.Mode.class)
  void swapsReachEveryForm(SwapOptions.Mode mode) {
    Graph graph = ExampleGraphs.graph("siamese");
    Map<String, Tensor> feeds = feeds(graph, 5);
    try (VariableStore store = VariableStore.open();
        VariableStore other = VariableStore.open();
        Session session = Session.open(graph, options(store, Precision.BFLOAT16))) {
      Tensor old = session.run(feeds).only().copy();
      Map<String, Tensor> version = version(session);
      store.swap(version, SwapOptions.DEFAULT.mode(mode));
      other.assign(version);
      version.forEach((name, value) -> assertThat(session.read(name)).isEqualTo(value));
      try (Session fresh = Session.open(graph, options(other, Precision.BFLOAT16))) {
        assertThat(session.run(feeds).only()).isEqualTo(fresh.run(feeds).only()).isNotEqualTo(old);
      }
    }
  }

  /// Other values for all variables of a session.
  private static Map<String, Tensor> version(Session session) {
    Map<String, Tensor> version = new HashMap<>();
    session
        .variables()
        .forEach((name, spec) -> {
          Tensor value = session.read(name);
          for (long i = 0; i < value.elementCount(); i++) {
            value.setDouble(i, value.getDouble(i) * 1.25 + 0.01);
          }
          version.put(name, value);
        });
    return version;
  }
}
