package io.scopegraph.integration.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many replays of one captured graph.
@Tag("gpu")
class ReplayTest {
  private static final int REPLAYS = Integer.getInteger("scopegraph.gpu.replays", 100);

  @BeforeEach
  void requireCuda() {
    Cuda.require();
  }

  @Test
  void nothingGrowsAndNoBitChanges() {
    TensorSpec image = new TensorSpec(DType.FLOAT32, Shape.of(1, 64, 64, 3));
    Map<String, Tensor> feeds =
        Map.of("left", Tensor.filled(image, 0.75), "right", Tensor.filled(image, 0.25));
    Tensor distance = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(1)));
    Map<String, Tensor> targets = Map.of("distance", distance);
    try (VariableStore store = VariableStore.open("cuda", 0);
        Session session =
            Session.open(
                ExampleGraphs.graph("siamese"),
                Cuda.options(Precision.FLOAT32).store(store).build())) {
      for (int run = 0; run < 20; run++) {
        session.run(feeds, targets);
      }
      double right = distance.getDouble(0);
      long free = store.freeBytes();
      for (int run = 0; run < REPLAYS; run++) {
        session.run(feeds, targets);
        if (distance.getDouble(0) != right) {
          throw new AssertionError("run %d gave other bits".formatted(run));
        }
      }
      System.out.printf(
          "%d replays: free memory of the device %d -> %d B%n", REPLAYS, free, store.freeBytes());
      assertThat(store.freeBytes()).isGreaterThanOrEqualTo(free);
    }
  }
}
