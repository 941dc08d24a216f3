package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FoldAffineTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);

  private final FoldAffine pass = new FoldAffine();
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.add(Unary.of(UnaryFunction.ABS), sketch.input("x", 1, 4, 5, 4));

  private Value affine() {
    return sketch.add(ADD, sketch.add(MUL, sketch.scalar(1.5f), x), sketch.scalar(-0.25f));
  }

  private Value convolve(Value value, Padding padding, int groups) {
    Conv2D op =
        new Conv2D(
            Size2.ONE, Size2.ONE, padding, groups, DataFormat.NHWC, Epilogue.NONE.withBias());
    return sketch.add(op, value, sketch.random(3, 3, 4 / groups, 4), sketch.random(4));
  }

  private static Graph folded(Graph graph) {
    return new RemoveDeadNodes().apply(new FoldConstants().apply(graph));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void foldsIntoConvolutionsWithoutPadding(int groups) {
    Graph graph = sketch.graph(convolve(affine(), Padding.VALID, groups));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph))))
        .containsExactly("Abs", "Conv2D");
  }

  @Test
  void onlyTheScaleGoesWhereTheConvolutionPads() {
    Graph graph = sketch.graph(convolve(affine(), Padding.explicit(1), 4));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph))))
        .containsExactly("Abs", "Add", "Conv2D");
  }

  @Test
  void foldsIntoAllReaders() {
    Value affine = affine();
    sketch.output("padded", convolve(affine, Padding.SAME, 1));
    Graph graph = sketch.graph(convolve(affine, Padding.VALID, 1));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph))))
        .containsExactlyInAnyOrder("Abs", "Add", "Conv2D", "Conv2D");
  }

  @Test
  void foldsIntoAProduct() {
    Graph graph = sketch.graph(sketch.add(MatMul.PLAIN, affine(), sketch.random(4, 3)));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph))))
        .containsExactly("Abs", "MatMul");
  }

  @Test
  void keepsWhatAnotherNodeReads() {
    Value affine = affine();
    Value y = sketch.add(MUL, convolve(affine, Padding.SAME, 1), affine);
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Abs", "Mul", "Add", "Conv2D", "Mul");
  }

  @Test
  void keepsTheProductWithZero() {
    Value affine = sketch.add(ADD, sketch.add(MUL, x, sketch.scalar(0)), sketch.scalar(1));
    assertThat(
            Rewrites.types(Rewrites.apply(pass, sketch.graph(convolve(affine, Padding.SAME, 1)))))
        .containsExactly("Abs", "Mul", "Add", "Conv2D");
  }
}
