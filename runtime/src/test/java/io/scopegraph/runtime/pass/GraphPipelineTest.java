package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.InvalidGraphException;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GraphPipelineTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);

  private final Sketch sketch = new Sketch();

  private Value convolve(Value value, int in, int out) {
    Conv2D op = Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NCHW);
    Value conv = sketch.add(op, value, sketch.random(3, 3, in, out));
    return sketch.add(
        new BatchNorm(1e-3, DataFormat.NCHW),
        conv,
        sketch.positive(out),
        sketch.random(out),
        sketch.random(out),
        sketch.positive(out));
  }

  private Value hardSwish(Value value) {
    Value gate =
        sketch.add(new Unary(UnaryFunction.CLIP, 0, 6), sketch.add(ADD, value, sketch.scalar(3)));
    Value product = sketch.add(MUL, value, gate);
    return sketch.add(new Binary(BinaryFunction.DIV), product, sketch.scalar(6));
  }

  /// Convolutions in NCHW with normalisation, activations, a residual and a computed reshape.
  private Graph network() {
    Value x = sketch.input("x", -1, 3, -1, -1);
    Value first = hardSwish(convolve(x, 3, 4));
    Value second = sketch.add(Unary.of(UnaryFunction.RELU), convolve(first, 4, 4));
    Value third = convolve(second, 4, 4);
    Value sum = sketch.add(Unary.of(UnaryFunction.RELU), sketch.add(ADD, third, first));
    Value batch = sketch.add(new ShapeOp(0, 1), sum);
    Value shape = sketch.add(new Concat(0), batch, sketch.ints(4, -1));
    Value cells = sketch.add(new Reshape(false), sum, shape);
    Value turned = sketch.add(Transpose.of(0, 2, 1), cells);
    Value logits = sketch.add(MatMul.PLAIN, turned, sketch.random(4, 5));
    return sketch.graph(
        sketch.add(new Softmax(2, false), sketch.add(ADD, logits, sketch.random(5))));
  }

  @Test
  void aNetworkKeepsItsValues() {
    Graph network = network();
    Graph optimised = GraphPipeline.optimize(network, DataFormat.NHWC);
    Rewrites.assertSameValues(network, optimised);
    assertThat(optimised.nodes().size()).isLessThan(network.nodes().size());
  }

  @Test
  void aSpecialisedNetworkIsAllFusedAndFolded() {
    Graph network = network();
    Graph optimised = GraphPipeline.optimize(network, DataFormat.NHWC);
    Graph specialised = GraphPipeline.specialize(optimised, Map.of("x", Shape.of(2, 3, 6, 8)));
    Rewrites.assertSameValues(
        GraphPipeline.specialize(network, Map.of("x", Shape.of(2, 3, 6, 8))), specialised);
    assertThat(Rewrites.types(specialised))
        .containsExactly("Transpose", "Conv2D", "Conv2D", "Conv2D", "Reshape", "MatMul", "Softmax");
  }

  @Test
  void aSecondApplicationChangesNothing() {
    Graph optimised = GraphPipeline.optimize(network(), DataFormat.NHWC);
    assertThat(GraphPipeline.optimize(optimised, DataFormat.NHWC)).isEqualTo(optimised);
    Graph specialised = GraphPipeline.specialize(optimised, Map.of("x", Shape.of(1, 3, 5, 7)));
    assertThat(GraphPipeline.optimize(specialised, DataFormat.NHWC)).isEqualTo(specialised);
  }

  @Test
  void equalGraphsGiveEqualResults() {
    Graph network = network();
    assertThat(GraphPipeline.optimize(network, DataFormat.NHWC))
        .isEqualTo(GraphPipeline.optimize(network, DataFormat.NHWC));
  }

  @Test
  void namesTheInputsThereAre() {
    Graph network = network();
    assertThatThrownBy(() -> GraphPipeline.specialize(network, Map.of("z", Shape.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no input \"z\"; the inputs are: \"x\"");
  }

  @Test
  void namesAMissingInput() {
    Graph network = network();
    assertThatThrownBy(() -> GraphPipeline.specialize(network, Map.of()))
        .hasMessage("Input \"x\" is missing; it takes float32(?, 3, ?, ?)");
  }

  @Test
  void namesAShapeThatDoesNotFit() {
    Graph network = network();
    assertThatThrownBy(() -> GraphPipeline.specialize(network, Map.of("x", Shape.of(1, 4, 2, 2))))
        .hasMessage("Input \"x\" takes float32(?, 3, ?, ?), found (1, 4, 2, 2)");
  }

  @Test
  void namesTheNodeWhoseShapeDependsOnData() {
    Value x = sketch.input("x", 4);
    Value count = sketch.add(new Cast(DType.INT64), x);
    Value y = sketch.add("fill", new ConstantOfShape(Tensor.scalar(1f)), count);
    Graph graph = sketch.graph(y);
    assertThatThrownBy(() -> GraphPipeline.specialize(graph, Map.of()))
        .isInstanceOf(InvalidGraphException.class)
        .hasMessageContaining("ConstantOfShape \"fill\" gives float32(?, ?, ?, ?)")
        .hasMessageContaining("depends on the data");
  }
}
