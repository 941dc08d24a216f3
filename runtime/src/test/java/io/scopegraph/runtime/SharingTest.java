package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.runtime.MemoryReport.User;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who reads a weight, in the report and in the check of sharing.
class SharingTest {
  private final ReferenceDevice device = new ReferenceDevice(true);
  private final VariableStore store = VariableStore.on(device);

  private Session open(String name, Graph graph) {
    return Session.open(graph, SessionOptions.builder().name(name).store(store).build());
  }

  private static Output tower(GraphBuilder g, Operand x) {
    try (var _ = g.variableScope("siamese", Reuse.AUTO_REUSE);
        var _ = g.variableScope("dense1")) {
      Operand kernel = g.getVariable("kernel", Shape.of(3, 4));
      Operand bias = g.getVariable("bias", Shape.of(4), Initializers.zeros());
      return Nn.relu(Nn.biasAdd(MathOps.matMul(x, kernel), bias));
    }
  }

  /// Two towers, and a variable of `head` that only one node reads.
  private static Graph siamese() {
    GraphBuilder g = new GraphBuilder();
    Operand left = g.placeholder("left", DType.FLOAT32, Shape.of(1, 3));
    Operand right = g.placeholder("right", DType.FLOAT32, Shape.of(1, 3));
    Output difference = MathOps.squaredDifference(tower(g, left), tower(g, right));
    try (var _ = g.variableScope("head")) {
      return g.build(Map.of("y", MathOps.mul(difference, g.getVariable("scale", Shape.of(4)))));
    }
  }

  private static Map<String, Tensor> inputs() {
    return Map.of("left", Networks.random(1, 1, 3), "right", Networks.random(2, 1, 3));
  }

  private List<MemoryReport.Weight> weights(String name) {
    return store.memoryReport().weights().stream()
        .filter(weight -> weight.name().equals(name))
        .toList();
  }

  private List<User> users(String name) {
    return weights(name).getFirst().users();
  }

  @Test
  void reportsTheNodesAsTheyWereWritten() {
    try (Session session = open("main", siamese())) {
      session.run(inputs());
      assertThat(users("siamese/dense1/kernel"))
          .containsExactly(
              new User("main", List.of("siamese/dense1/MatMul", "siamese_1/dense1/MatMul")));
      assertThat(users("siamese/dense1/bias"))
          .containsExactly(
              new User("main", List.of("siamese/dense1/BiasAdd", "siamese_1/dense1/BiasAdd")));
      assertThat(users("head/scale")).containsExactly(new User("main", List.of("head/Mul")));
    }
  }

  @Test
  void countsTheBytesOfEveryReaderButOne() {
    try (Session first = open("first", siamese());
        Session second = open("second", siamese())) {
      first.run(inputs());
      MemoryReport.Weight kernel = weights("siamese/dense1/kernel").getFirst();
      assertThat(kernel.bytes()).isEqualTo(64);
      assertThat(kernel.savedBytes()).isEqualTo(64);
      second.run(inputs());
      assertThat(weights("siamese/dense1/kernel")).hasSize(1);
      assertThat(weights("siamese/dense1/kernel").getFirst().savedBytes()).isEqualTo(3 * 64);
      assertThat(weights("head/scale").getFirst().savedBytes()).isEqualTo(64);
    }
  }

  @Test
  void looksThroughNothingButTheVariablesOwnRead() {
    GraphBuilder g = new GraphBuilder();
    Operand w = g.getVariable("w", Shape.of(2));
    Output copy = ArrayOps.identity(w, "copy");
    Output unused = MathOps.exp(w);
    Graph graph = g.build(Map.of("sum", copy.plus(w), "weights", w, "twice", w.times(w)));
    assertThat(unused.opName()).isEqualTo("Exp");
    try (Session session = open("main", graph)) {
      session.run(Map.of());
      assertThat(users("w"))
          .containsExactly(new User("main", List.of("copy", "add", "mul", "weights")));
    }
  }

  @Test
  void namesTheReadersOfConstantsOfEqualContents() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1, 3));
    Output left = MathOps.mul(x, g.constant("half", Tensor.ofFloats(Shape.of(3), 0.5f, 1, 2)));
    Output right = MathOps.mul(left, g.constant("again", Tensor.ofFloats(Shape.of(3), 0.5f, 1, 2)));
    try (Session session = open("main", g.build(Map.of("left", left, "right", right)))) {
      session.run(Map.of("x", Networks.random(3, 1, 3)));
      assertThat(store.memoryReport().weights())
          .singleElement()
          .satisfies(weight -> {
            assertThat(weight.kind()).isEqualTo("constant");
            assertThat(weight.users()).containsExactly(new User("main", List.of("Mul", "Mul_1")));
            assertThat(weight.savedBytes()).isEqualTo(weight.bytes());
          });
    }
  }

  @Test
  void namesAReaderOfEachConstantThatWasComputed() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(2, 3));
    Output table = MathOps.exp(g.constant("t", Tensor.ofFloats(Shape.of(3), 1, 2, 3)));
    try (Session session = open("main", g.build(Map.of("y", MathOps.maximum(x, table))))) {
      session.run(Map.of("x", Networks.random(3, 2, 3)));
      assertThat(store.memoryReport().weights())
          .singleElement()
          .satisfies(weight ->
              assertThat(weight.users())
                  .singleElement()
                  .satisfies(user -> assertThat(user.nodes()).hasSize(1)));
    }
  }

  @Test
  void shortensLongListsInTheTableOnly() {
    GraphBuilder g = new GraphBuilder();
    Operand w = g.getVariable("w", Shape.of(2));
    Output sum = w.plus(w);
    for (int i = 0; i < 9; i++) {
      sum = sum.times(w);
    }
    Graph graph = g.build(Map.of("y", sum));
    try (Session a = open("a", graph);
        Session b = open("b", graph);
        Session c = open("c", graph);
        Session d = open("d", graph)) {
      for (Session session : List.of(a, b, c, d)) {
        session.run(Map.of());
      }
      assertThat(users("w")).hasSize(4).allMatch(user -> user.nodes().size() == 10);
      assertThat(store.memoryReport().toString())
          .contains("  a: add, mul, 8 more; b: add, mul, 8 more; 2 more sessions\n");
    }
  }

  @Test
  void acceptsWhatTwoTowersShareBeforeAndAfterARun() {
    try (Session session = open("main", siamese())) {
      assertThatCode(() -> store.assertShared("siamese/")).doesNotThrowAnyException();
      session.run(inputs());
      assertThatCode(() -> store.assertShared("siamese/")).doesNotThrowAnyException();
      assertThatCode(() -> session.assertShared("siamese/dense1/kernel"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void acceptsWhatTwoSessionsShare() {
    try (Session _ = open("first", siamese())) {
      assertThatThrownBy(() -> store.assertShared("head/")).isInstanceOf(AssertionError.class);
      try (Session _ = open("second", siamese())) {
        assertThatCode(() -> store.assertShared("")).doesNotThrowAnyException();
      }
      assertThatThrownBy(() -> store.assertShared("head/")).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void refusesAVariableThatOneNodeReads() {
    try (Session session = open("main", siamese())) {
      session.run(inputs());
      assertThatThrownBy(() -> store.assertShared(""))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              Not shared: 1 of 3 variables below ""

              variable               shared  size  allocated  as                  users
              siamese/dense1/kernel  yes     48 B      128 B  plain + transposed  main: siamese/dense1/MatMul, siamese_1/dense1/MatMul
              siamese/dense1/bias    yes     16 B       64 B  plain               main: siamese/dense1/BiasAdd, siamese_1/dense1/BiasAdd
              head/scale             NO      16 B       64 B  plain               main: head/Mul
              """);
    }
  }

  @Test
  void refusesTowersThatForgotToShare() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1, 3));
    Output left = MathOps.mul(x, g.variable("w", Initializers.value(Tensor.scalar(2f))));
    Output right = MathOps.mul(left, g.variable("w", Initializers.value(Tensor.scalar(2f))));
    try (Session _ = open("main", g.build(Map.of("y", right)))) {
      assertThatThrownBy(() -> store.assertShared("w"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Not shared: 2 of 2 variables")
          .hasMessageContaining("w_1");
    }
  }

  @Test
  void refusesAPrefixWithoutVariables() {
    try (Session _ = open("main", siamese())) {
      assertThatThrownBy(() -> store.assertShared("siamse/"))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("There is no variable below \"siamse/\"; nearest: \"");
    }
  }

  @Test
  void refusesAVariableThatWasAssignedAndIsReadByNobody() {
    store.assign("w", Tensor.scalar(1f));
    assertThatThrownBy(() -> store.assertShared("w"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NO");
  }

  /// Outputs of inputs a and b of as many rows each as they come, through one variable.
  private static Graph twoProducts() {
    GraphBuilder g = new GraphBuilder();
    Operand w = g.getVariable("w", Shape.of(3, 4));
    Operand a = g.placeholder("a", DType.FLOAT32, Shape.of(-1, 3));
    Operand b = g.placeholder("b", DType.FLOAT32, Shape.of(-1, 3));
    return g.build(Map.of("left", MathOps.matMul(a, w), "right", MathOps.matMul(b, w)));
  }

  private static void run(Session session, int left, int right) {
    session.run(Map.of("a", Networks.random(1, left, 3), "b", Networks.random(2, right, 3)));
  }

  @Test
  void countsReadersOfEachFormByThemselves() {
    device.packByRows();
    try (Session session = open("main", twoProducts())) {
      run(session, 2, 5);
      assertThat(device.live())
          .filteredOn(label -> label.startsWith("w"))
          .containsExactly("w", "w [transposed for 2 rows]", "w [transposed for 5 rows]");
      assertThat(weights("w").getFirst().savedBytes()).isEqualTo(64);
      assertThat(users("w [transposed for 2 rows]")).containsExactly(user("MatMul"));
      assertThat(users("w [transposed for 5 rows]")).containsExactly(user("MatMul_1"));
      assertThat(store.memoryReport().savedBytes()).isEqualTo(64);
      assertThatThrownBy(() -> store.assertShared("w"))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              Not shared: 1 of 1 variables below "w"

              variable  shared  size  allocated  as                                                     users
              w         NO      48 B      192 B  plain + transposed for 2 rows + transposed for 5 rows  main: MatMul, MatMul_1
              """);
    }
  }

  private static User user(String... nodes) {
    return new User("main", List.of(nodes));
  }

  @Test
  void acceptsAFormThatAllReadersShare() {
    device.packByRows();
    try (Session session = open("main", twoProducts())) {
      run(session, 5, 5);
      assertThat(users("w [transposed for 5 rows]")).containsExactly(user("MatMul", "MatMul_1"));
      assertThatCode(() -> store.assertShared("w")).doesNotThrowAnyException();
      run(session, 2, 2);
      assertThatThrownBy(() -> store.assertShared("w")).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void looksThroughTheShapeOfADepthwiseKernel() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 8, 8, 4));
    Output y = Layers.depthwiseConv2d(x, 3).name("blur").apply();
    WeightReaders readers = WeightReaders.of(g.build(Map.of("y", y)));
    assertThat(readers.of(new WeightKey.Variable("blur/depthwise_kernel")))
        .containsExactly("blur/depthwise");
  }
}
