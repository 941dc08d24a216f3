package io.scopegraph.integration.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.Padding;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inverted residual blocks give the same bits whether their convolutions run one by one or as
/// chains, and need less memory as chains.
class ConvChainFusionTest {
  private static final Map<String, Shape> SHAPES = Map.of("x", Shape.of(2, 61, 59, 8));

  private static Tensor random(long seed, long... dims) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble() - 0.5);
    }
    return tensor;
  }

  /// Two blocks over x (?, 61, 59, 8), the second with stride 2.
  ///
  /// @param apart whether what is within the blocks is read from outside, so that it stays
  private static Graph graph(boolean apart) {
    GraphBuilder g = new GraphBuilder();
    Map<String, Operand> outputs = new LinkedHashMap<>();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 61, 59, 8));
    Operand first = MathOps.add(block(g, x, 8, 1, 1, outputs, apart), x);
    outputs.put("y", block(g, first, 12, 2, 2, outputs, apart));
    return g.build(outputs);
  }

  private static Operand block(
      GraphBuilder g,
      Operand x,
      int out,
      int stride,
      int seed,
      Map<String, Operand> outputs,
      boolean apart) {
    Operand wide =
        Nn.relu6(
            Nn.biasAdd(
                Nn.conv2d(x, g.constant(random(seed, 1, 1, 8, 48)), 1, Padding.SAME),
                g.constant(random(seed + 10, 48))));
    Operand filtered =
        Nn.relu6(
            Nn.depthwiseConv2d(
                wide, g.constant(random(seed + 20, 3, 3, 1, 48)), stride, Padding.SAME));
    if (apart) {
      outputs.put("wide" + seed, wide);
      outputs.put("filtered" + seed, filtered);
    }
    return Nn.conv2d(filtered, g.constant(random(seed + 30, 1, 1, 48, out)), 1, Padding.SAME);
  }

  private static Session open(boolean apart, int threads) {
    return Session.open(
        graph(apart), SessionOptions.builder().device("cpu").threads(threads).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void chainsChangeNoBitAndSaveMemory(int threads) {
    Map<String, Tensor> feeds = Map.of("x", random(99, 2, 61, 59, 8));
    try (Session chained = open(false, threads);
        Session apart = open(true, threads)) {
      Tensor expected = apart.run(feeds).get("y").copy();
      assertThat(chained.run(feeds).only()).isEqualTo(expected);
      MemoryPlan plan = chained.plan(SHAPES);
      assertThat(chains(plan)).isEqualTo(2);
      assertThat(chains(apart.plan(SHAPES))).isZero();
      long wide = 4L * 2 * 61 * 59 * 48;
      assertThat(plan.bytes(Region.ARENA)).isLessThan(2 * wide);
    }
  }

  private static long chains(MemoryPlan plan) {
    return plan.steps().stream().filter(step -> step.node().op() instanceof ConvChain).count();
  }
}
