package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Constant;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Split;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LowerPrecisionTest {
  private final Sketch sketch = new Sketch();

  private static Graph lower(Precision precision, Graph graph) {
    Graph lowered = GraphPipeline.apply(graph, new LowerPrecision(precision));
    GraphVerifier.verify(lowered);
    assertThat(GraphPipeline.apply(lowered, new LowerPrecision(precision)))
        .as("applied twice")
        .isEqualTo(lowered);
    return lowered;
  }

  private static List<String> nodes(Graph graph) {
    return graph.nodes().stream()
        .map(node -> node.name() + " " + node.outputs().getFirst().dtype())
        .toList();
  }

  private Value variable(String name, long... dims) {
    TensorSpec spec = new TensorSpec(DType.FLOAT32, Shape.of(dims));
    return sketch.add(name, new VariableOp(name, spec, new InitialValue.Filled(0)));
  }

  @ParameterizedTest
  @EnumSource
  void castsBehindInputsAndBeforeOutputs(Precision precision) {
    Value x = sketch.input("x", 2, 3);
    Graph graph = sketch.graph(sketch.add("relu", Unary.of(UnaryFunction.RELU), x));
    Graph lowered = lower(precision, graph);
    String type = precision.stored().toString();
    assertThat(nodes(lowered))
        .isEqualTo(
            precision.isHalf()
                ? List.of(
                    "x float32", "x/" + type + " " + type, "relu " + type, "relu/float32 float32")
                : List.of("x float32", "relu float32"));
  }

  @Test
  void readsOneNarrowFormOfAVariable() {
    Value x = sketch.input("x", 2, 2);
    Value w = variable("w", 2, 2);
    Value first = sketch.add("first", MatMul.PLAIN, x, w);
    Graph lowered =
        lower(Precision.BFLOAT16, sketch.graph(sketch.add("second", MatMul.PLAIN, first, w)));
    assertThat(nodes(lowered))
        .containsExactly(
            "x float32",
            "w float32",
            "x/bfloat16 bfloat16",
            "w/bfloat16 bfloat16",
            "first bfloat16",
            "second bfloat16",
            "second/float32 float32");
  }

  @Test
  void convertsConstantsOnceForAllGraphs() {
    LowerPrecision pass = new LowerPrecision(Precision.FLOAT16);
    Value x = sketch.input("x", 2);
    Value third = sketch.constant(Tensor.ofFloats(Shape.of(2), 1 / 3f, 100_000));
    Graph graph = sketch.graph(sketch.add(new Binary(BinaryFunction.ADD), x, third));
    Tensor converted = constant(GraphPipeline.apply(graph, pass));
    assertThat(converted.dtype()).isEqualTo(DType.FLOAT16);
    assertThat(converted.getDouble(0)).isEqualTo(0.333251953125);
    assertThat(converted.getDouble(1)).isInfinite();
    assertThat(constant(GraphPipeline.apply(graph, pass))).isSameAs(converted);
  }

  private static Tensor constant(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(Constant.class::isInstance)
        .map(op -> ((Constant) op).value())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void leavesTheScalesOfResizeAndIntegersAlone() {
    Value x = sketch.input("x", 1, 2, 2, 1);
    Value scales = sketch.constant(Tensor.ofFloats(Shape.of(4), 1, 2, 2, 1));
    Value larger =
        sketch.add(
            "larger",
            new Resize(
                Resize.Interpolation.NEAREST,
                Resize.Target.SCALES,
                Resize.Coordinates.ASYMMETRIC,
                Resize.Rounding.FLOOR,
                0),
            x,
            scales);
    sketch.output("extents", sketch.add("extents", ShapeOp.WHOLE, larger));
    Graph lowered = lower(Precision.FLOAT16, sketch.graph(larger));
    Node resize = Objects.requireNonNull(lowered.find("larger"));
    assertThat(resize.inputs().stream().map(value -> lowered.spec(value).dtype()).toList())
        .containsExactly(DType.FLOAT16, DType.FLOAT32);
    assertThat(lowered.spec(lowered.value("extents")).dtype()).isEqualTo(DType.INT64);
    assertThat(lowered.spec(lowered.value("y")).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void handsOnSourcesThatAreOutputsAsTheyAre() {
    Value x = sketch.input("x", 3);
    Value w = variable("w", 3);
    sketch.output("w", w);
    sketch.output("x", x);
    Graph lowered = lower(Precision.FLOAT16, sketch.graph());
    assertThat(nodes(lowered)).containsExactly("x float32", "w float32");
  }

  @Test
  void dropsCastsBetweenTheTwoTypes() {
    Value x = sketch.input("x", 3);
    Value half = sketch.add("half", new Cast(DType.FLOAT16), x);
    Value root = sketch.add("root", Unary.of(UnaryFunction.SQUARE), half);
    Value wide = sketch.add("wide", new Cast(DType.FLOAT32), root);
    sketch.output("half", half);
    Graph lowered =
        lower(Precision.FLOAT16, sketch.graph(sketch.add("y", Unary.of(UnaryFunction.RELU), wide)));
    assertThat(Rewrites.types(lowered)).containsExactly("Cast", "Square", "Relu", "Cast");
    assertThat(lowered.spec(lowered.value("half")).dtype()).isEqualTo(DType.FLOAT16);
  }

  @Test
  void narrowsEveryOutputOfANode() {
    Value x = sketch.input("x", 4, 2);
    Value split = sketch.add("split", new Split(0, 2, ImmutableList.of()), x);
    sketch.output("a", split);
    sketch.output("b", sketch.add("soft", new Softmax(-1, false), new Value(split.node(), 1)));
    Graph lowered = lower(Precision.BFLOAT16, sketch.graph());
    Node node = Objects.requireNonNull(lowered.find("split"));
    assertThat(node.outputs().stream().map(TensorSpec::dtype).toList())
        .isEqualTo(ImmutableList.of(DType.BFLOAT16, DType.BFLOAT16));
    assertThat(
            lowered.outputs().values().stream().map(value -> lowered.spec(value).dtype()).toList())
        .containsExactly(DType.FLOAT32, DType.FLOAT32);
    assertThat(lowered.placeholders().getFirst().op())
        .isEqualTo(new Placeholder(new TensorSpec(DType.FLOAT32, Shape.of(4, 2))));
  }
}
