package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuseElementWiseTest {
  private static final FuseElementWise PASS = new FuseElementWise();

  private final Sketch sketch = new Sketch();

  private Value one(UnaryFunction function, Value x) {
    return sketch.add(Unary.of(function), x);
  }

  private Value two(BinaryFunction function, Value x, Value y) {
    return sketch.add(new Binary(function), x, y);
  }

  private static List<String> programs(Graph graph) {
    return graph.nodes().stream()
        .map(node -> node.op())
        .filter(ElementWise.class::isInstance)
        .map(Object::toString)
        .toList();
  }

  @Test
  void makesOneNodeOfAChain() {
    Value x = sketch.input("x", 2, 3);
    Value scaled = two(BinaryFunction.MUL, x, sketch.positive(3));
    Value y = two(BinaryFunction.ADD, one(UnaryFunction.SQRT, one(UnaryFunction.ABS, scaled)), x);
    Graph after = Rewrites.apply(PASS, sketch.graph(y));
    assertThat(programs(after)).containsExactly("ElementWise[add(sqrt(abs(mul(x0, x1))), x0)]");
    assertThat(Rewrites.types(after)).containsExactly("ElementWise");
    assertThat(after.find("Add")).isNotNull();
  }

  @Test
  void takesValuesThatItsOwnNodesReadTwice() {
    Value x = sketch.input("x", 5);
    Value exp = one(UnaryFunction.EXP, x);
    Value y = two(BinaryFunction.DIV, exp, two(BinaryFunction.ADD, exp, sketch.scalar(1)));
    assertThat(programs(Rewrites.apply(PASS, sketch.graph(y))))
        .containsExactly("ElementWise[t0 = exp(x0); div(t0, add(t0, x1))]");
  }

  @Test
  void leavesValuesThatOthersReadAndOutputs() {
    Value x = sketch.input("x", 2, 3);
    Value square = one(UnaryFunction.SQUARE, x);
    Value root = one(UnaryFunction.SQRT, square);
    sketch.output("soft", sketch.add(new Softmax(-1, false), square));
    sketch.output("root", root);
    Graph after =
        Rewrites.apply(PASS, sketch.graph(two(BinaryFunction.ADD, root, sketch.scalar(2))));
    assertThat(Rewrites.types(after)).containsExactly("Square", "Sqrt", "Softmax", "Add");
  }

  @Test
  void leavesValuesOfAnotherShapeOrTypeToThemselves() {
    Value x = sketch.input("x", 2, 3);
    Value row = one(UnaryFunction.EXP, sketch.input("row", 3));
    Value less = sketch.add(new Binary(BinaryFunction.LESS), x, row);
    Value mask = sketch.add(new Cast(DType.FLOAT32), less);
    Value y = two(BinaryFunction.MUL, mask, one(UnaryFunction.NEG, x));
    Graph after = Rewrites.apply(PASS, sketch.graph(y));
    assertThat(Rewrites.types(after)).containsExactly("Exp", "Less", "Cast", "ElementWise");
    assertThat(programs(after)).containsExactly("ElementWise[mul(x1, neg(x0))]");
  }

  @Test
  void leavesUnknownShapes() {
    Value x = sketch.input("x", -1, 3);
    Graph graph = sketch.graph(one(UnaryFunction.SQRT, one(UnaryFunction.ABS, x)));
    assertThat(Rewrites.types(Rewrites.apply(PASS, graph))).containsExactly("Abs", "Sqrt");
    Graph specialised = GraphPipeline.specialize(graph, Map.of("x", Shape.of(4, 3)));
    assertThat(Rewrites.types(specialised)).containsExactly("ElementWise");
    assertThat(GraphPipeline.specialize(specialised, Map.of("x", Shape.of(4, 3))))
        .isEqualTo(specialised);
  }

  @Test
  void takesABiasAlongTheLastAxis() {
    Value x = sketch.input("x", 2, 5, 5, 3);
    Value sum =
        sketch.add(new BiasAdd(DataFormat.NHWC), one(UnaryFunction.TANH, x), sketch.random(3));
    assertThat(programs(Rewrites.apply(PASS, sketch.graph(sum))))
        .containsExactly("ElementWise[add(tanh(x0), x1)]");
  }

  @Test
  void leavesABiasAlongAnotherAxis() {
    Value x = sketch.input("x", 2, 3, 5, 5);
    Value sum =
        sketch.add(new BiasAdd(DataFormat.NCHW), one(UnaryFunction.TANH, x), sketch.random(3));
    assertThat(programs(Rewrites.apply(PASS, sketch.graph(sum)))).isEmpty();
  }

  @Test
  void stopsAtItsBounds() {
    Value value = sketch.input("x", 3);
    for (int i = 0; i < 60; i++) {
      value = one(i % 2 == 0 ? UnaryFunction.SOFTSIGN : UnaryFunction.NEG, value);
    }
    Graph chain = Rewrites.apply(PASS, sketch.graph(value));
    assertThat(Rewrites.types(chain)).containsExactly("ElementWise", "ElementWise", "ElementWise");

    Sketch wide = new Sketch();
    Value sum = wide.input("x0", 3);
    for (int i = 1; i < 20; i++) {
      sum = wide.add(new Binary(BinaryFunction.ADD), sum, wide.input("x" + i, 3));
    }
    Graph tree = Rewrites.apply(PASS, wide.graph(sum));
    assertThat(tree.nodes())
        .filteredOn(node -> node.op() instanceof ElementWise)
        .hasSize(3)
        .allSatisfy(node -> assertThat(node.inputs()).hasSizeLessThanOrEqualTo(8));
  }

  /// x and y would have to be kept until the end instead of their sum alone.
  @Test
  void keepsNothingForLonger() {
    Value x = sketch.input("x", 4, 4);
    Value left = sketch.add(new Softmax(-1, false), x);
    Value right = sketch.add(new Softmax(0, false), x);
    Value sum = two(BinaryFunction.ADD, left, right);
    Value mean = sketch.add(new Reduce(Reduce.Function.MEAN, ImmutableList.of(0, 1), true), x);
    Graph after =
        Rewrites.apply(
            PASS, sketch.graph(two(BinaryFunction.SUB, one(UnaryFunction.ABS, sum), mean)));
    assertThat(Rewrites.types(after))
        .containsExactly("Softmax", "Softmax", "Add", "Mean", "ElementWise");
    assertThat(programs(after)).containsExactly("ElementWise[sub(abs(x0), x1)]");
  }
}
