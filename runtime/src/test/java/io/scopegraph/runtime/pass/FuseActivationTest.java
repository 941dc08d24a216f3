package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FuseActivationTest {
  private final FuseActivation pass = new FuseActivation();
  private final Sketch sketch = new Sketch();

  private Value product() {
    return sketch.add(MatMul.PLAIN, sketch.input("x", 2, 3), sketch.random(3, 4));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CLIP",
        "ELU",
        "HARD_SIGMOID",
        "HARD_SWISH",
        "LEAKY_RELU",
        "RELU",
        "RELU6",
        "SIGMOID",
        "SWISH",
        "TANH"
      })
  void drawsActivationsIntoAProduct(UnaryFunction function) {
    Unary activation = new Unary(function, 0.2, 0.5);
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(activation, product())));
    assertThat(Rewrites.types(after)).containsExactly("MatMul");
    assertThat(Rewrites.only(after, MatMul.class).epilogue().activation()).isEqualTo(activation);
  }

  @Test
  void drawsAnActivationIntoATransposedConvolution() {
    Value x = sketch.input("x", 1, 3, 3, 2);
    ConvTranspose2D op = ConvTranspose2D.of(Size2.of(2), Padding.VALID, DataFormat.NHWC);
    Value y =
        sketch.add(Unary.of(UnaryFunction.SIGMOID), sketch.add(op, x, sketch.random(2, 2, 3, 2)));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("ConvTranspose2D");
  }

  @Test
  void keepsOtherFunctionsAndASecondActivation() {
    Value first = sketch.add(Unary.of(UnaryFunction.RELU), product());
    Value y =
        sketch.add(Unary.of(UnaryFunction.EXP), sketch.add(Unary.of(UnaryFunction.TANH), first));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("MatMul", "Tanh", "Exp");
  }

  @Test
  void keepsWhatIsReadTwice() {
    Value product = product();
    sketch.output("raw", product);
    Graph graph = sketch.graph(sketch.add(Unary.of(UnaryFunction.RELU), product));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("MatMul", "Relu");
  }
}
