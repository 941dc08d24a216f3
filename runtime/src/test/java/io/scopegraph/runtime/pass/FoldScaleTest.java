package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;

final class FoldScaleTest {
  private static final Binary MUL = new Binary(BinaryFunction.MUL);

  private final FoldScale pass = new FoldScale();
  private final Sketch sketch = new Sketch();

  private Value convolution() {
    Value x = sketch.input("x", 1, 3, 5, 4);
    Conv2D op =
        Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NCHW).withEpilogue(Epilogue.NONE.withBias());
    return sketch.add(op, x, sketch.random(3, 3, 3, 2), sketch.random(2));
  }

  private static Graph folded(Graph graph) {
    return new RemoveDeadNodes().apply(new FoldConstants().apply(graph));
  }

  @Test
  void foldsAFactorForEachChannel() {
    Graph graph = sketch.graph(sketch.add(MUL, convolution(), sketch.random(1, 2, 1, 1)));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph)))).containsExactly("Conv2D");
  }

  @Test
  void foldsOneFactor() {
    Graph graph = sketch.graph(sketch.add(MUL, sketch.random(1), convolution()));
    assertThat(Rewrites.types(folded(Rewrites.apply(pass, graph)))).containsExactly("Conv2D");
  }

  @Test
  void keepsAFactorThatIsComputed() {
    Graph graph = sketch.graph(sketch.add(MUL, convolution(), sketch.input("gate", 1, 2, 1, 1)));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Conv2D", "Mul");
  }

  @Test
  void keepsAFactorBehindAnActivation() {
    Value activated = sketch.add(Unary.of(UnaryFunction.TANH), convolution());
    Graph graph =
        new FuseActivation().apply(sketch.graph(sketch.add(MUL, activated, sketch.scalar(2))));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Conv2D", "Mul");
  }
}
