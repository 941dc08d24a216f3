package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FuseBiasTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);

  private final FuseBias pass = new FuseBias();
  private final Sketch sketch = new Sketch();

  private Value convolution(DataFormat format) {
    Value x =
        format == DataFormat.NHWC ? sketch.input("x", 1, 5, 4, 3) : sketch.input("x", 1, 3, 5, 4);
    return sketch.add(Conv2D.of(Size2.ONE, Padding.SAME, format), x, sketch.random(3, 3, 3, 2));
  }

  @ParameterizedTest
  @EnumSource
  void drawsABiasAddIntoAConvolution(DataFormat format) {
    Value y = sketch.add(new BiasAdd(format), convolution(format), sketch.random(2));
    Graph after = Rewrites.apply(pass, sketch.graph(y));
    assertThat(Rewrites.types(after)).containsExactly("Conv2D");
    assertThat(Rewrites.only(after, Conv2D.class).epilogue().bias()).isTrue();
  }

  @Test
  void drawsAConstantForEachChannelIntoAConvolution() {
    Value nchw = sketch.add(ADD, convolution(DataFormat.NCHW), sketch.random(1, 2, 1, 1));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(nchw))))
        .containsExactly("Reshape", "Conv2D");
  }

  @Test
  void drawsOneNumberIntoAConvolution() {
    Value y = sketch.add(ADD, sketch.scalar(0.7f), convolution(DataFormat.NHWC));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Expand", "Conv2D");
  }

  @Test
  void drawsATrailingRowIntoAProduct() {
    Value product = sketch.add(MatMul.PLAIN, sketch.input("x", 2, 3), sketch.random(3, 4));
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(ADD, sketch.random(4), product)));
    assertThat(Rewrites.types(after)).containsExactly("MatMul");
  }

  @Test
  void addsASecondBiasToTheFirst() {
    Value first =
        sketch.add(new BiasAdd(DataFormat.NHWC), convolution(DataFormat.NHWC), sketch.random(2));
    Graph once =
        new RemoveDeadNodes()
            .apply(pass.apply(sketch.graph(sketch.add(ADD, first, sketch.random(2)))));
    assertThat(Rewrites.types(Rewrites.apply(pass, once))).containsExactly("Add", "Conv2D");
  }

  @Test
  void keepsWhatIsReadTwice() {
    Value convolution = convolution(DataFormat.NHWC);
    sketch.output("raw", convolution);
    Value y = sketch.add(new BiasAdd(DataFormat.NHWC), convolution, sketch.random(2));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Conv2D", "BiasAdd");
  }

  @Test
  void keepsConstantsThatDifferAlongOtherAxes() {
    Value y = sketch.add(ADD, convolution(DataFormat.NHWC), sketch.random(1, 5, 1, 1));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Conv2D", "Add");
  }

  @Test
  void keepsConstantsThatEnlargeTheResult() {
    Value y = sketch.add(ADD, convolution(DataFormat.NHWC), sketch.random(3, 1, 1, 2));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Conv2D", "Add");
  }
}
