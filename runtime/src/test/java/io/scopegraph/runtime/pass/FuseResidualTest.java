package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FuseResidualTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Conv2D CONV = Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NHWC);

  private final FuseResidual pass = new FuseResidual();
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 1, 4, 4, 2);

  private Value convolution(Value value) {
    return sketch.add(CONV, value, sketch.random(3, 3, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void drawsTheAdditionIntoTheConvolution(boolean swapped) {
    Value branch = convolution(x);
    Graph graph = sketch.graph(swapped ? sketch.add(ADD, branch, x) : sketch.add(ADD, x, branch));
    Graph after = Rewrites.apply(pass, graph);
    assertThat(Rewrites.types(after)).containsExactly("Conv2D");
    assertThat(Rewrites.only(after, Conv2D.class).epilogue().residual()).isTrue();
  }

  @Test
  void theLaterOfTwoConvolutionsTakesIt() {
    Value first = convolution(x);
    Value second = convolution(sketch.add(Unary.of(UnaryFunction.TANH), x));
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(ADD, first, second)));
    assertThat(Rewrites.types(after)).containsExactly("Conv2D", "Tanh", "Conv2D");
  }

  @Test
  void waitsForAnOperandThatIsComputedLater() {
    Value first = convolution(x);
    Value later = sketch.add(Unary.of(UnaryFunction.TANH), x);
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(ADD, first, later)));
    assertThat(Rewrites.types(after)).containsExactly("Tanh", "Conv2D");
  }

  @Test
  void keepsAConvolutionThatIsReadTwice() {
    Value branch = convolution(x);
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(sketch.add(ADD, branch, branch)))))
        .containsExactly("Conv2D", "Add");
  }

  @Test
  void keepsWhatBroadcasts() {
    Value y = sketch.add(ADD, convolution(x), sketch.input("row", 1, 1, 4, 2));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Conv2D", "Add");
  }

  @Test
  void comesBeforeTheActivationOnly() {
    Value activated = sketch.add(Unary.of(UnaryFunction.RELU), convolution(x));
    Graph fused = new FuseActivation().apply(sketch.graph(sketch.add(ADD, activated, x)));
    assertThat(Rewrites.types(Rewrites.apply(pass, fused))).containsExactly("Conv2D", "Add");
  }
}
