package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final ReferenceDevice device = new ReferenceDevice(true);

  private static Graph relu(Shape shape) {
    GraphBuilder g = new GraphBuilder();
    return g.build(Map.of("y", Nn.relu(g.placeholder("x", DType.FLOAT32, shape))));
  }

  private Session open(Graph graph, boolean warmUp) {
    return Session.open(
        graph, SessionOptions.builder().store(VariableStore.on(device)).warmUp(warmUp).build());
  }

  @Test
  void openingRunsTheGraph() {
    Graph graph = relu(Shape.of(2));
    try (Session cold = open(graph, false);
        Session warm = open(graph, true)) {
      assertThat(cold.modes()).isEmpty();
      assertThat(warm.modes()).hasSize(1);
      assertThat(warm.run(Map.of("x", Tensor.ofFloats(Shape.of(2), -1, 2))).only().toFloatArray())
          .containsExactly(0, 2);
    }
  }

  @Test
  void openShapesAreGivenLater() {
    Graph graph = relu(Shape.of(-1, 2));
    try (Session session = open(graph, false)) {
      session.warmUp(Map.of("x", Shape.of(3, 2)));
      assertThat(session.modes()).hasSize(1);
    }
  }

  @Test
  void sayWhichShapeIsMissing() {
    Graph graph = relu(Shape.of(-1, 2));
    assertThatThrownBy(() -> open(graph, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"x\"");
  }
}
