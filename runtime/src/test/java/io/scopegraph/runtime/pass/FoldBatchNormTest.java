package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FoldBatchNormTest {
  private final FoldBatchNorm pass = new FoldBatchNorm();
  private final Sketch sketch = new Sketch();

  private Value normalize(DataFormat format, Value x, long channels) {
    return sketch.add(
        new BatchNorm(1e-3, format),
        x,
        sketch.positive(channels),
        sketch.random(channels),
        sketch.random(channels),
        sketch.positive(channels));
  }

  private static Graph folded(Graph graph) {
    return new RemoveDeadNodes().apply(new FoldConstants().apply(graph));
  }

  @ParameterizedTest
  @EnumSource
  void foldsIntoAConvolution(DataFormat format) {
    Value x = sketch.input("x", format.shape(1, 5, 4, 4).dims());
    Conv2D op =
        new Conv2D(Size2.of(2), Size2.ONE, Padding.SAME, 2, format, Epilogue.NONE.withBias());
    Value conv = sketch.add(op, x, sketch.random(3, 3, 2, 6), sketch.random(6));
    Graph after = folded(Rewrites.apply(pass, sketch.graph(normalize(format, conv, 6))));
    assertThat(Rewrites.types(after)).containsExactly("Conv2D");
    assertThat(Rewrites.only(after, Conv2D.class).epilogue().bias()).isTrue();
  }

  @Test
  void foldsIntoATransposedConvolution() {
    Value x = sketch.input("x", 1, 2, 3, 3);
    ConvTranspose2D op = ConvTranspose2D.of(Size2.of(2), Padding.VALID, DataFormat.NCHW);
    Value conv = sketch.add(op, x, sketch.random(2, 2, 4, 2));
    Graph after = folded(Rewrites.apply(pass, sketch.graph(normalize(DataFormat.NCHW, conv, 4))));
    assertThat(Rewrites.types(after)).containsExactly("ConvTranspose2D");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void foldsIntoAProduct(boolean transposed) {
    Value x = sketch.input("x", 5, 3);
    MatMul op = new MatMul(false, transposed, Epilogue.NONE);
    Value product = sketch.add(op, x, transposed ? sketch.random(4, 3) : sketch.random(3, 4));
    Graph after =
        folded(Rewrites.apply(pass, sketch.graph(normalize(DataFormat.NHWC, product, 4))));
    assertThat(Rewrites.types(after)).containsExactly("MatMul");
  }

  @Test
  void keepsTransposedConvolutionsInGroups() {
    Value x = sketch.input("x", 1, 2, 3, 4);
    ConvTranspose2D op =
        new ConvTranspose2D(
            Size2.of(2),
            Size2.ONE,
            Padding.VALID,
            new Size2(0, 0),
            2,
            DataFormat.NHWC,
            Epilogue.NONE);
    Value conv = sketch.add(op, x, sketch.random(2, 2, 3, 4));
    Graph after = Rewrites.apply(pass, sketch.graph(normalize(DataFormat.NHWC, conv, 6)));
    assertThat(Rewrites.types(after)).containsExactly("ConvTranspose2D", "BatchNorm");
  }

  @Test
  void keepsParametersThatAreFed() {
    Value x = sketch.input("x", 5, 3);
    Value product = sketch.add(MatMul.PLAIN, x, sketch.random(3, 4));
    Value y =
        sketch.add(
            new BatchNorm(1e-3, DataFormat.NHWC),
            product,
            sketch.input("scale", 4),
            sketch.random(4),
            sketch.random(4),
            sketch.positive(4));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("MatMul", "BatchNorm");
  }

  @Test
  void keepsWhatIsReadTwice() {
    Value product = sketch.add(MatMul.PLAIN, sketch.input("x", 5, 3), sketch.random(3, 4));
    sketch.output("raw", product);
    Graph after = Rewrites.apply(pass, sketch.graph(normalize(DataFormat.NHWC, product, 4)));
    assertThat(Rewrites.types(after)).containsExactly("MatMul", "BatchNorm");
  }
}
