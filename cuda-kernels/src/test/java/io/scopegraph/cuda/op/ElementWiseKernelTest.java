package io.scopegraph.cuda.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.cuda.EmulatedCuda;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.ElementWise.One;
import io.scopegraph.op.ElementWise.Two;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Generated kernels against the evaluation on the host.
class ElementWiseKernelTest {
  private static final SessionOptions ON_CUDA = SessionOptions.builder().device("cuda").build();

  /// clip(x0 * sigmoid(x0 * x1), -inf, 1.5) + x2.
  private static final ElementWise GATE =
      new ElementWise(
          3,
          ImmutableList.of(
              new Two(BinaryFunction.MUL, 0, 1),
              new One(Unary.of(UnaryFunction.SIGMOID), 3),
              new Two(BinaryFunction.MUL, 0, 4),
              new One(new Unary(UnaryFunction.CLIP, Double.NEGATIVE_INFINITY, 1.5), 5),
              new Two(BinaryFunction.ADD, 6, 2)));

  private static final long[][][] SHAPES = {
    {{1}, {1}, {1}},
    {{13}, {13}, {13}},
    {{64, 8}, {8}, {64, 8}},
    {{2, 5, 6, 12}, {2, 1, 1, 12}, {2, 5, 6, 1}},
    {{2, 5, 3, 13}, {13}, {}},
    {{7, 1}, {6}, {7, 6}}
  };

  @BeforeAll
  static void install() {
    EmulatedCuda.install();
  }

  private static Tensor random(DType dtype, long seed, long... dims) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(new TensorSpec(dtype, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, 4 * random.nextDouble() - 2);
    }
    return tensor;
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.spec()).isEqualTo(expected.spec());
    double unit =
        switch (expected.dtype()) {
          case FLOAT16 -> 0x1p-10;
          case BFLOAT16 -> 0x1p-7;
          case FLOAT64 -> 1e-14;
          default -> 1e-6;
        };
    for (long i = 0; i < expected.elementCount(); i++) {
      double want = expected.getDouble(i);
      assertThat(found.getDouble(i))
          .as("element %d", i)
          .isCloseTo(want, Offset.offset(unit * Math.max(1, Math.abs(want))));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"FLOAT32", "FLOAT16", "BFLOAT16", "FLOAT64"})
  void agreesWithTheHost(DType dtype) {
    for (long[][] shapes : SHAPES) {
      GraphBuilder g = new GraphBuilder();
      Map<String, Tensor> feeds = new HashMap<>();
      List<Tensor> values = new ArrayList<>();
      List<Operand> inputs = new ArrayList<>();
      for (int input = 0; input < shapes.length; input++) {
        Tensor value = random(dtype, input, shapes[input]);
        values.add(value);
        feeds.put("x" + input, value);
        inputs.add(g.placeholder("x" + input, dtype, value.shape()));
      }
      Output y = MathOps.elementWise(GATE, null, inputs.toArray(Operand[]::new));
      Graph graph = g.build(Map.of("y", y));
      Tensor expected =
          HostEvaluator.evaluate(graph.node(graph.value("y")), values).orElseThrow().getFirst();
      try (Session session = Session.open(graph, ON_CUDA)) {
        for (int run = 0; run < 3; run++) {
          assertClose(session.run(feeds).only(), expected);
        }
      }
    }
  }

  /// The chain writes over its input, and into a part of what is concatenated.
  @Test
  void worksInPlaceAndInRowsThatLieApart() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(6, 12));
    Operand left = MathOps.tanh(MathOps.abs(MathOps.mul(x, g.constant(Tensor.scalar(0.5f)))));
    Operand right = MathOps.exp(MathOps.negative(x));
    Operand whole = ArrayOps.concat(List.of(left, right), 1);
    Operand y = MathOps.sqrt(MathOps.add(whole, g.constant(Tensor.scalar(1f))));
    Tensor fed = random(DType.FLOAT32, 5, 6, 12);
    try (Session session = Session.open(g.build(Map.of("y", y)), ON_CUDA)) {
      assertThat(session.plan(Map.of()).steps())
          .filteredOn(step -> step.node().op() instanceof ElementWise)
          .hasSize(3);
      Tensor found = session.run(Map.of("x", fed)).only();
      for (int row = 0; row < 6; row++) {
        for (int column = 0; column < 12; column++) {
          float value = fed.getFloat(row * 12L + column);
          assertThat(found.getFloat(row * 24L + column))
              .isCloseTo(
                  (float) Math.sqrt(Math.tanh(Math.abs(value / 2)) + 1), Offset.offset(1e-5f));
          assertThat(found.getFloat(row * 24L + 12 + column))
              .isCloseTo((float) Math.sqrt(Math.exp(-value) + 1), Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void equalProgramsAreOneSource() {
    assertThat(ElementWiseSource.of(GATE, DType.FLOAT16))
        .isEqualTo(ElementWiseSource.of(GATE, DType.FLOAT16))
        .isNotEqualTo(ElementWiseSource.of(GATE, DType.FLOAT32));
    assertThat(ElementWiseSource.of(GATE, DType.FLOAT16).text())
        .contains(
            "// ElementWise[",
            "W t4 = apply_unary<W>(UNARY_SIGMOID, W(0x0.0p0), W(0x0.0p0), t3);",
            "UNARY_CLIP, W(__int_as_float(int(0xff800000u))), W(0x1.8p0), t5)",
            "KERNEL element_wise_x4(");
  }
}
