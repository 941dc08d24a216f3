package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VariableStoreTest {
  private final ReferenceDevice device = new ReferenceDevice(true);
  private final VariableStore store = VariableStore.on(device);

  private Session open(String name, Graph graph) {
    return Session.open(graph, SessionOptions.builder().name(name).store(store).build());
  }

  private static float run(Session session, float x) {
    return session.run(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), x, 0))).only().getFloat(0);
  }

  private static MemoryReport.Weight weight(MemoryReport report, String name) {
    return report.weights().stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> sessions(MemoryReport.Weight weight) {
    return weight.users().stream().map(MemoryReport.User::session).toList();
  }

  @Test
  void twoSessionsHoldTheWeightsOnce() {
    Graph graph = Networks.towers();
    Map<String, Tensor> feeds =
        Map.of("a", Networks.random(1, 2, 3), "b", Networks.random(2, 2, 3));
    try (Session first = open("first", graph);
        Session second = open("second", graph)) {
      Tensor result = first.run(feeds).only();
      long one = device.liveBytes();
      assertThat(second.run(feeds).only()).isEqualTo(result);
      MemoryReport report = store.memoryReport();
      assertThat(report.totalBytes()).isEqualTo(device.liveBytes());
      assertThat(device.liveBytes()).isEqualTo(one + report.sessions().get(1).totalBytes());
      assertThat(report.weights())
          .allSatisfy(weight -> {
            assertThat(weight.users())
                .containsExactly(
                    new MemoryReport.User("first", List.of("tower/MatMul", "tower_1/MatMul")),
                    new MemoryReport.User("second", List.of("tower/MatMul", "tower_1/MatMul")));
            assertThat(weight.savedBytes()).isEqualTo(3 * weight.bytes());
          });
      assertThat(weight(report, "tower/w").bytes()).isEqualTo(64);
      assertThat(report.savedBytes()).isEqualTo(3 * report.weightBytes()).isPositive();
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void printsTheReport() {
    try (Session first = open("first", Networks.variableWeight(1));
        Session second = open("second", Networks.variableWeight(1))) {
      run(first, 1);
      run(second, 1);
      assertThat(second.memoryReport().toString())
          .isEqualTo(
              """
              Memory on reference

              weight          kind       size  bytes  saved  users
              w               variable   64 B     64     64  first: MatMul; second: MatMul
              w [transposed]  packed     64 B     64     64  first: MatMul; second: MatMul
              total                     128 B    128    128

              session  precision  arena  inputs  outputs  bytes
              first    float32       64      64       64    192
              second   float32       64      64       64    192

              In all 512 B; sharing saves 128 B
              """);
    }
  }

  @Test
  void sharesConstantsByContentAcrossGraphs() {
    try (Session first = open("first", Networks.constantWeight(2));
        Session second = open("second", Networks.constantWeight(2));
        Session third = open("third", Networks.constantWeight(3))) {
      assertThat(run(first, 1)).isEqualTo(2);
      assertThat(run(second, 1)).isEqualTo(2);
      assertThat(run(third, 1)).isEqualTo(3);
      assertThat(store.memoryReport().weights())
          .extracting(VariableStoreTest::sessions)
          .containsExactly(List.of("first", "second"), List.of("third"));
    }
  }

  @Test
  void assigningChangesTheValueForAllSessions() {
    try (Session first = open("first", Networks.variableWeight(1));
        Session second = open("second", Networks.variableWeight(1))) {
      assertThat(run(first, 5)).isEqualTo(5);
      Tensor three = Tensor.ofFloats(Shape.of(2, 2), 3, 3, 3, 3);
      store.assign("w", three);
      assertThat(run(first, 5)).isEqualTo(15);
      assertThat(run(second, 5)).isEqualTo(15);
      assertThat(store.read("w")).isEqualTo(three);
    }
    try (Session third = open("third", Networks.variableWeight(7))) {
      assertThat(run(third, 5)).isEqualTo(15);
    }
  }

  @Test
  void keepsValuesThatAreAssignedBeforeAnySession() {
    store.assign("w", Tensor.ofFloats(Shape.of(2, 2), 4, 4, 4, 4));
    try (Session session = open("session", Networks.variableWeight(1))) {
      assertThat(run(session, 2)).isEqualTo(8);
    }
    assertThat(store.names()).containsExactly("w");
    store.close();
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void readsValuesThatAreNotOnTheDeviceYet() {
    try (Session _ = open("session", Networks.variableWeight(6))) {
      assertThat(store.read("w").toFloatArray()).containsExactly(6, 6, 6, 6);
      assertThat(device.allocations()).isZero();
    }
    assertThatThrownBy(() -> store.read("w"))
        .hasMessage("There is no variable \"w\"; nearest: none");
  }

  @Test
  void rejectsWhatDiffersUnderOneName() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 2));
    Graph other = g.build(Map.of("y", MathOps.matMul(x, g.getVariable("w", Shape.of(2, 3)))));
    try (Session _ = open("first", Networks.variableWeight(1))) {
      assertThatThrownBy(() -> open("second", other))
          .isInstanceOf(VariableConflictException.class)
          .hasMessage(
              "Variable \"w\" is float32(2, 3) in session \"second\" and float32(2, 2) in session \"first\"");
      assertThatThrownBy(() -> open("second", Networks.variableWeight(2)))
          .isInstanceOf(VariableConflictException.class)
          .hasMessageContaining("session \"second\"")
          .hasMessageContaining("session \"first\"");
      assertThatThrownBy(() -> store.assign("w", Tensor.scalar(1f)))
          .hasMessage("Variable \"w\": expected float32(2, 2), found float32()");
    }
    try (Session second = open("second", Networks.variableWeight(2))) {
      assertThat(run(second, 1)).isEqualTo(2);
    }
  }

  @Test
  void numbersSessionsOfOneName() {
    try (Session first = open("ocr", Networks.constantWeight(1));
        Session second = open("ocr", Networks.constantWeight(1))) {
      assertThat(first.name()).isEqualTo("ocr");
      assertThat(second.name()).isEqualTo("ocr-2");
    }
  }

  @Test
  void staysUntilTheLastSessionIsClosed() {
    try (Session session = open("session", Networks.variableWeight(2))) {
      run(session, 1);
      store.close();
      store.close();
      assertThat(run(session, 3)).isEqualTo(6);
      assertThatThrownBy(() -> open("late", Networks.variableWeight(2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The variable store is closed");
    }
    assertThat(device.liveBytes()).isZero();
    assertThat(device.isClosed()).isFalse();
  }

  @Test
  void keepsNothingWhenMemoryRunsOut() {
    try (Session session = open("session", Networks.variableWeight(2))) {
      device.limit(64 * 4);
      assertThatThrownBy(() -> run(session, 1)).isInstanceOf(MemoryBudgetException.class);
      assertThat(store.memoryReport().weightBytes()).isZero();
      device.limit(Long.MAX_VALUE);
      assertThat(run(session, 1)).isEqualTo(2);
    }
    assertThat(device.liveBytes()).isZero();
  }

  @Test
  void assignsBetweenRunsNeverWithinOne() throws Exception {
    try (Session session = open("session", Networks.variableWeight(1));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer =
          threads.submit(() -> {
            for (int i = 1; i <= 300; i++) {
              store.assign("w", Tensor.ofFloats(Shape.of(2, 2), i, i, i, i));
            }
          });
      Tensor x = Tensor.ofFloats(Shape.of(1, 2), 1, 1);
      while (!writer.isDone()) {
        Tensor y = session.run(Map.of("x", x)).only();
        assertThat(y.getFloat(0)).isEqualTo(y.getFloat(1));
      }
      writer.get();
      assertThat(run(session, 1)).isEqualTo(300);
    }
  }

  @Test
  void opensDevicesByName() {
    assertThatCode(() -> VariableStore.open("reference", 1).close()).doesNotThrowAnyException();
    assertThatCode(() -> VariableStore.open().close()).doesNotThrowAnyException();
  }
}
