package io.scopegraph.integration.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Element-wise functions give the same bits whether they run one by one or as one node.
class ElementWiseFusionTest {
  private static final List<UnaryFunction> UNARY =
      List.of(
          UnaryFunction.ABS,
          UnaryFunction.ERF,
          UnaryFunction.EXP,
          UnaryFunction.LEAKY_RELU,
          UnaryFunction.NEG,
          UnaryFunction.RELU,
          UnaryFunction.SIGMOID,
          UnaryFunction.SIN,
          UnaryFunction.SOFTPLUS,
          UnaryFunction.SQUARE,
          UnaryFunction.TANH);

  private static final List<BinaryFunction> BINARY =
      List.of(
          BinaryFunction.ADD,
          BinaryFunction.DIV,
          BinaryFunction.MAXIMUM,
          BinaryFunction.MUL,
          BinaryFunction.PRELU,
          BinaryFunction.SQUARED_DIFFERENCE,
          BinaryFunction.SUB);

  private static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  /// A random graph over x (?, 7, 19), a row (19) and a column (7, 1).
  ///
  /// @param apart whether all values are outputs, so that none is within a fused node
  private static Graph graph(int seed, boolean apart) {
    Random random = new Random(seed);
    GraphBuilder g = new GraphBuilder();
    List<Operand> values = new ArrayList<>();
    values.add(g.placeholder("row", DType.FLOAT32, Shape.of(19)));
    values.add(g.placeholder("column", DType.FLOAT32, Shape.of(7, 1)));
    values.add(g.placeholder("x", DType.FLOAT32, Shape.of(-1, 7, 19)));
    Map<String, Operand> outputs = new LinkedHashMap<>();
    for (int i = 0; i < 4 + random.nextInt(20); i++) {
      Operand last = values.getLast();
      Operand other = values.get(random.nextInt(values.size()));
      boolean swap = random.nextBoolean();
      Operand value =
          switch (random.nextInt(7)) {
            case 0, 1, 2 -> MathOps.unary(UNARY.get(random.nextInt(UNARY.size())), last, null);
            case 3 -> ArrayOps.concat(List.of(MathOps.tanh(last), MathOps.tanh(last)), 2);
            default ->
                MathOps.binary(
                    BINARY.get(random.nextInt(BINARY.size())),
                    swap ? other : last,
                    swap ? last : other,
                    null);
          };
      if (value.shape().dim(2) == 38) {
        value = ArrayOps.split(value, 2, 2).get(random.nextInt(2));
      }
      values.add(value);
      if (apart) {
        outputs.put("v" + i, value);
      }
    }
    outputs.put("y", values.getLast());
    return g.build(outputs);
  }

  private static Tensor random(long seed, long... dims) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, 4 * random.nextDouble() - 2);
    }
    return tensor;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fusingChangesNoBit(int seed) {
    try (Session fused = Session.open(graph(seed, false));
        Session apart = Session.open(graph(seed, true))) {
      for (int batch : new int[] {1, 3, 11}) {
        Map<String, Tensor> feeds =
            Map.of(
                "x", random(seed, batch, 7, 19), "row", random(1, 19), "column", random(2, 7, 1));
        Tensor expected = apart.run(feeds).get("y").copy();
        assertThat(fused.run(feeds).only()).isEqualTo(expected);
      }
      Map<String, Shape> shapes = Map.of("x", Shape.of(3, 7, 19));
      assertThat(programs(apart.plan(shapes))).isZero();
      if (seed == 0) {
        assertThat(programs(fused.plan(shapes))).isPositive();
      }
    }
  }

  private static long programs(MemoryPlan plan) {
    return plan.steps().stream().filter(step -> step.node().op() instanceof ElementWise).count();
  }
}
