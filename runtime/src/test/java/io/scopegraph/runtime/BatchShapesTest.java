package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchShapesTest {
  private static Map<String, TensorSpec> input(long... dims) {
    return Map.of("x", new TensorSpec(DType.FLOAT32, Shape.of(dims)));
  }

  @Test
  void theBatchIsTheFirstExtentThatTheModelLeavesOpen() {
    BatchShapes shapes = BatchShapes.of(input(-1, -1, 3), Map.of("x", Shape.of(99, 5, 3)));
    assertThat(shapes.at(4)).containsExactly(Map.entry("x", Shape.of(4, 5, 3)));
    assertThatThrownBy(() -> shapes.at(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A batch must be 1 or more, found 0");
  }

  @Test
  void refusesModelsWithoutABatch() {
    assertThatThrownBy(() -> BatchShapes.of(input(2, 3), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no batch to choose");
    assertThatThrownBy(() -> BatchShapes.of(input(-1, -1), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Input \"x\"")
        .hasMessageContaining("only the first extent may stay open");
  }

  @Test
  void findsTheLargestThatFits() {
    assertThat(BatchShapes.largest(_ -> false)).isEmpty();
    for (long most = 1; most < 100; most++) {
      long limit = most;
      assertThat(BatchShapes.largest(batch -> batch <= limit)).isEqualTo(OptionalLong.of(most));
    }
  }
}
