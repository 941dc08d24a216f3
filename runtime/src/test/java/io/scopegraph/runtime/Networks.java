package io.scopegraph.runtime;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import java.util.Random;

/// Small graphs for the tests of sessions.
final class Networks {
  private Networks() {}

  /// y = relu(x · w) · v for x (?, 3), with variables `w` (3, 4) and `v` (4, 2).
  static Graph twoLayers() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    Operand w = g.getVariable("w", Shape.of(3, 4));
    Operand v = g.getVariable("v", Shape.of(4, 2));
    return g.build(Map.of("y", MathOps.matMul(Nn.relu(MathOps.matMul(x, w)), v)));
  }

  /// Two towers over inputs a and b of (?, 3), which share the variable `tower/w` (3, 4).
  static Graph towers() {
    GraphBuilder g = new GraphBuilder();
    Operand a = g.placeholder("a", DType.FLOAT32, Shape.of(-1, 3));
    Operand b = g.placeholder("b", DType.FLOAT32, Shape.of(-1, 3));
    return g.build(Map.of("distance", MathOps.subtract(tower(g, a), tower(g, b))));
  }

  private static Operand tower(GraphBuilder g, Operand x) {
    try (var _ = g.variableScope("tower", Reuse.AUTO_REUSE)) {
      return Nn.relu(MathOps.matMul(x, g.getVariable("w", Shape.of(3, 4))));
    }
  }

  /// y = x · w for x (?, 2) and a constant w (2, 2) of the given value.
  static Graph constantWeight(float value) {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 2));
    Operand w = g.constant("w", Tensor.ofFloats(Shape.of(2, 2), value, 0, 0, value));
    return g.build(Map.of("y", MathOps.matMul(x, w)));
  }

  /// y = x · w for x (?, 2) and a variable w (2, 2) that begins with the given value everywhere.
  static Graph variableWeight(float value) {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 2));
    Operand w = g.getVariable("w", Shape.of(2, 2), Initializers.constant(value));
    return g.build(Map.of("y", MathOps.matMul(x, w)));
  }

  /// Random numbers, the same for the same seed.
  static Tensor random(long seed, long... dims) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(Shape.of(dims).elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Tensor.ofFloats(Shape.of(dims), values);
  }
}
