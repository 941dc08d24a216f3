package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.plan.Aliasing;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlanReport;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Sessions that store float32 values in fewer bytes.
class PrecisionTest {
  private static final float THIRD = 1 / 3f;

  private final ReferenceDevice device = new ReferenceDevice(false);
  private final VariableStore store = VariableStore.on(device);

  private Session open(String name, Precision precision) {
    SessionOptions.Builder options = SessionOptions.builder().name(name).store(store);
    return Session.open(graph(), options.precision(precision).aliasing(Aliasing.OFF).build());
  }

  /// A graph that is widest in its middle, of x (?, 16) and a variable `w` (16).
  private static Graph graph() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 16));
    Operand w = g.getVariable("w", Shape.of(16), Initializers.constant(THIRD));
    Operand scaled = MathOps.mul(x, w);
    Operand wide =
        ArrayOps.concat(List.of(scaled, MathOps.tanh(scaled), Nn.relu(scaled), scaled), 1);
    Operand bent = MathOps.tanh(MathOps.add(wide, ArrayOps.concat(List.of(w, w, w, w), 0)));
    Operand again = MathOps.abs(MathOps.exp(bent));
    return g.build(Map.of("y", MathOps.reduceSum(again, 1)));
  }

  private static Map<String, Tensor> feeds() {
    return Map.of("x", Networks.random(5, 4, 16));
  }

  private List<String> weightBlocks() {
    return device.live().stream()
        .filter(label -> !label.matches(".* (arena|inputs|outputs)"))
        .toList();
  }

  @AfterEach
  void nothingIsLeft() {
    store.close();
    assertThat(device.live()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"FLOAT16", "BFLOAT16"})
  void theArenaHalves(Precision precision) {
    try (Session wide = open("wide", Precision.FLOAT32);
        Session narrow = open("narrow", precision)) {
      Map<String, Shape> shapes = Map.of("x", Shape.of(64, 16));
      long arena = wide.plan(shapes).arenaBytes();
      assertThat(arena).isEqualTo(2 * 64 * 64 * 4 + 64 * 4);
      MemoryPlan plan = narrow.plan(shapes);
      assertThat(plan.arenaBytes()).isEqualTo(arena / 2);
      assertThat(plan.bytes(BufferKind.INPUT)).isEqualTo(64 * 16 * 4);
      assertThat(plan.bytes(BufferKind.OUTPUT)).isEqualTo(64 * 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultsAreRoundedButFloat32(Precision precision) {
    try (Session wide = open("wide", Precision.FLOAT32);
        Session narrow = open("narrow", precision)) {
      Tensor expected = wide.run(feeds()).only().copy();
      Tensor found = narrow.run(feeds()).only();
      assertThat(found.spec()).isEqualTo(expected.spec());
      for (int i = 0; i < 4; i++) {
        assertThat(found.getDouble(i))
            .isCloseTo(expected.getDouble(i), Offset.offset(0.02 * expected.getDouble(i)));
      }
      assertThat(found.equals(expected)).isEqualTo(!precision.isHalf());
    }
  }

  @Test
  void aVariableHasOneNarrowFormForAllSessions() {
    try (Session first = open("first", Precision.FLOAT16);
        Session second = open("second", Precision.FLOAT16);
        Session wide = open("wide", Precision.FLOAT32);
        Session other = open("other", Precision.BFLOAT16)) {
      first.run(feeds());
      second.run(feeds());
      assertThat(weightBlocks()).containsExactlyInAnyOrder("w", "w [float16]");
      wide.run(feeds());
      other.run(feeds());
      assertThat(weightBlocks()).containsExactlyInAnyOrder("w", "w [float16]", "w [bfloat16]");
      assertThat(first.read("w").getFloat(3)).isEqualTo(THIRD);
      assertThat(first.variables()).containsEntry("w", new TensorSpec(DType.FLOAT32, Shape.of(16)));
    }
  }

  @ParameterizedTest
  @EnumSource(SwapOptions.Mode.class)
  void theNarrowFormFollowsItsVariable(SwapOptions.Mode mode) {
    try (Session session = open("main", Precision.FLOAT16)) {
      session.run(feeds());
      store.swap(Map.of("w", Networks.random(9, 16)), SwapOptions.DEFAULT.mode(mode));
      Tensor swapped = session.run(feeds()).only().copy();
      try (VariableStore other = VariableStore.on(new ReferenceDevice(true))) {
        other.assign(Map.of("w", Networks.random(9, 16)));
        SessionOptions.Builder options = SessionOptions.builder().store(other);
        try (Session fresh = Session.open(graph(), options.precision(Precision.FLOAT16).build())) {
          assertThat(fresh.run(feeds()).only()).isEqualTo(swapped);
        }
      }
    }
  }

  @Test
  void reportsNameThePrecision() {
    try (Session session = open("main", Precision.BFLOAT16)) {
      session.run(feeds());
      assertThat(session.precision()).isEqualTo(Precision.BFLOAT16);
      MemoryPlan plan = session.plan(Map.of("x", Shape.of(4, 16)));
      assertThat(plan.toString()).startsWith("Memory plan on reference, bfloat16\n");
      assertThat(PlanReport.of(plan).precision()).isEqualTo("bfloat16");
      MemoryReport report = session.memoryReport();
      assertThat(report.sessions().getFirst().precision()).isEqualTo("bfloat16");
      assertThat(report.toString()).containsPattern("main +bfloat16 ").contains("w [bfloat16]");
      assertThat(report.weights())
          .filteredOn(weight -> weight.name().equals("w [bfloat16]"))
          .singleElement()
          .satisfies(weight -> {
            assertThat(weight.bytes()).isEqualTo(64);
            assertThat(weight.users().getFirst().nodes()).contains("Mul");
          });
    }
  }
}
