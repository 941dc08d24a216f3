package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Variables by name, through a session and through its store.
class SessionVariablesTest {
  private final ReferenceDevice device = new ReferenceDevice(true);
  private final VariableStore store = VariableStore.on(device);

  private Session open(Graph graph, String... outputs) {
    return Session.open(
        graph, SessionOptions.builder().name("session").store(store).outputs(outputs).build());
  }

  /// sum = (x + a) + b and product = x * c, for scalars that begin as 1.
  private static Graph threeScalars() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.scalar());
    Operand c = g.getVariable("c", Shape.scalar(), Initializers.ones());
    Operand a = g.getVariable("a", Shape.scalar(), Initializers.ones());
    Operand b = g.getVariable("b", Shape.scalar(), Initializers.ones());
    return g.build(Map.of("sum", MathOps.add(MathOps.add(x, a), b), "product", MathOps.mul(x, c)));
  }

  private static float run(Session session, float x) {
    return session.run(Map.of("x", Tensor.scalar(x))).only().getFloat(0);
  }

  @Test
  void listsTheVariablesOfItsOutputsInTheOrderOfTheGraph() {
    try (Session whole = open(threeScalars());
        Session part = open(threeScalars(), "sum")) {
      assertThat(whole.variables().keySet()).containsExactly("c", "a", "b");
      assertThat(part.variables().keySet()).containsExactly("a", "b");
      assertThat(store.variables()).isEqualTo(whole.variables());
    }
    assertThat(store.variables()).isEmpty();
  }

  @Test
  void readsAndSetsThem() {
    try (Session session = open(threeScalars(), "sum")) {
      assertThat(session.read("a")).isEqualTo(Tensor.scalar(1f));
      assertThat(run(session, 5)).isEqualTo(7);

      session.assign(Map.of("a", Tensor.scalar(10f), "b", Tensor.scalar(20f)));

      assertThat(run(session, 5)).isEqualTo(35);
      assertThat(session.read("a")).isEqualTo(Tensor.scalar(10f));
      session.assign("a", Tensor.scalar(2f));
      assertThat(run(session, 5)).isEqualTo(27);
    }
  }

  @Test
  void setsAllOrNone() {
    try (Session session = open(threeScalars(), "sum")) {
      assertThatThrownBy(() ->
              session.assign(Map.of("a", Tensor.scalar(9f), "b", Tensor.ofFloats(Shape.of(1), 9))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Variable \"b\": expected float32(), found float32(1,)");
      assertThatThrownBy(
              () -> session.assign(Map.of("a", Tensor.scalar(9f), "bb", Tensor.scalar(9f))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Session \"session\" has no variable \"bb\"; nearest: \"b\", \"a\"");
      assertThat(run(session, 5)).isEqualTo(7);
      assertThat(store.read("a")).isEqualTo(Tensor.scalar(1f));
    }
  }

  @Test
  void setsNoneWhenMemoryRunsOut() {
    try (Session session = open(threeScalars(), "sum")) {
      device.limit(64);
      assertThatThrownBy(
              () -> session.assign(Map.of("a", Tensor.scalar(9f), "b", Tensor.scalar(9f))))
          .isInstanceOf(DeviceException.class);
      assertThat(device.liveBytes()).isZero();
      assertThat(session.read("a")).isEqualTo(Tensor.scalar(1f));
      device.limit(Long.MAX_VALUE);
      assertThat(run(session, 5)).isEqualTo(7);
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void refusesNamesOfOthersAndClosedSessions() {
    Session session = open(threeScalars(), "sum");
    assertThatThrownBy(() -> session.read("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no variable \"c\"");
    session.close();
    assertThatThrownBy(() -> session.read("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.assign("a", Tensor.scalar(1f)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noRunSeesSomeOfThemSetAndOthersNot() throws Exception {
    try (Session session = open(threeScalars(), "sum");
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      store.assign(Map.of("a", Tensor.scalar(0f), "b", Tensor.scalar(0f)));
      Future<?> writer =
          threads.submit(() -> {
            for (int i = 1; i <= 300; i++) {
              store.assign(Map.of("a", Tensor.scalar((float) i), "b", Tensor.scalar((float) -i)));
            }
          });
      while (!writer.isDone()) {
        assertThat(run(session, 0)).isZero();
      }
      writer.get();
      assertThat(session.read("a")).isEqualTo(Tensor.scalar(300f));
    }
  }
}
