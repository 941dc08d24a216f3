package io.scopegraph.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sessions on the emulated CUDA.
class CudaSessionTest {
  private static final SessionOptions ON_CUDA = SessionOptions.builder().device("cuda").build();

  private static CudaEmulator emulator;

  @BeforeAll
  static void install() {
    emulator = EmulatedCuda.install();
  }

  private static Graph copying() {
    GraphBuilder g = new GraphBuilder();
    var x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    return g.build(Map.of("y", x));
  }

  private static Tensor row(float... values) {
    return Tensor.ofFloats(Shape.of(values.length / 3, 3), values);
  }

  @Test
  void theFirstRunIsEagerTheSecondIsCapturedAndLaterOnesAreReplayed() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      session.run(Map.of("x", row(1, 2, 3)));
      emulator.record(true);
      Tensor second = session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y");
      List<String> captured = emulator.calls();
      emulator.record(true);
      Tensor third = session.run(Map.of("x", row(7, 8, 9)), Results::copy).get("y");
      List<String> replayed = emulator.calls();
      assertThat(second).isEqualTo(row(4, 5, 6));
      assertThat(third).isEqualTo(row(7, 8, 9));
      assertThat(captured)
          .containsExactly(
              "cuStreamBeginCapture 1",
              "cuMemcpyHtoDAsync 12",
              "cuMemcpyDtoDAsync 12",
              "cuMemcpyDtoHAsync 12",
              "cuStreamEndCapture",
              "cuGraphGetNodes",
              "cuGraphInstantiate",
              "cuGraphUpload",
              "cuGraphLaunch",
              "cuStreamSynchronize");
      assertThat(replayed).containsExactly("cuGraphLaunch", "cuStreamSynchronize");
    }
    assertThat(emulator.usedBytes()).isZero();
    assertThat(emulator.pinnedBlocks()).isZero();
  }
}
