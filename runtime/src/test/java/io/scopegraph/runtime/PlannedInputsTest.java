package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs whose inputs are written where they are planned.
class PlannedInputsTest {
  private static final Map<String, Shape> TWO_ROWS = Map.of("x", Shape.of(2, 2));

  private static Session open(boolean reachable) {
    return Session.open(
        Networks.constantWeight(3),
        SessionOptions.builder()
            .name("main")
            .store(VariableStore.on(new ReferenceDevice(reachable)))
            .build());
  }

  private static void count(PlannedInputs inputs) {
    Tensor x = inputs.get("x");
    for (int i = 0; i < x.elementCount(); i++) {
      x.setDouble(i, i);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areWhatTheRunReads(boolean reachable) {
    try (Session session = open(reachable)) {
      for (int run = 0; run < 3; run++) {
        float[] y =
            session.runInPlace(
                TWO_ROWS, PlannedInputsTest::count, results -> results.only().toFloatArray());
        assertThat(y).containsExactly(0, 3, 6, 9);
        session.run(Map.of("x", Networks.random(run, 5, 2)));
      }
    }
  }

  @Test
  void cannotBeUsedAfterTheirWriter() {
    try (Session session = open(true)) {
      List<Tensor> escaped = new ArrayList<>();
      session.runInPlace(
          TWO_ROWS, inputs -> escaped.add(inputs.get("x")), results -> results.names().size());
      assertThatThrownBy(() -> escaped.getFirst().setDouble(0, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Input \"x\" of session \"main\" was lent to the writer of a run, which has returned");
    }
  }

  @Test
  void areNamedAsThePlaceholders() {
    try (Session session = open(true)) {
      session.runInPlace(
          TWO_ROWS,
          inputs -> {
            assertThat(inputs.names()).containsExactly("x");
            assertThatThrownBy(() -> inputs.get("X"))
                .hasMessage("There is no planned input \"X\"; nearest: \"x\"");
          },
          Results::run);
      assertThatThrownBy(() -> session.runInPlace(Map.of(), inputs -> {}, Results::run))
          .hasMessage("Missing input \"x\" (float32(?, 2))");
    }
  }

  @Test
  void aWriterThatFailsBeginsNoRun() {
    try (Session session = open(true)) {
      Tensor y = session.run(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 2))).only();
      assertThatThrownBy(() ->
              session.runInPlace(
                  TWO_ROWS,
                  _ -> {
                    throw new UnsupportedOperationException("no picture");
                  },
                  Results::run))
          .hasMessage("no picture");
      assertThat(y.toFloatArray()).containsExactly(3, 6);
    }
  }
}
