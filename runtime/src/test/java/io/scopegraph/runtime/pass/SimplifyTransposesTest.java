package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;

final class SimplifyTransposesTest {
  private final SimplifyTransposes pass = new SimplifyTransposes();
  private final Sketch sketch = new Sketch();

  @Test
  void mergesTwoIntoOne() {
    Value x = sketch.input("x", 2, 3, 4);
    Value first = sketch.add(Transpose.of(1, 2, 0), x);
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(Transpose.of(0, 2, 1), first)));
    assertThat(Rewrites.types(after)).containsExactly("Transpose");
    assertThat(Rewrites.only(after, Transpose.class)).isEqualTo(Transpose.of(1, 0, 2));
  }

  @Test
  void cancelsInverses() {
    Value x = sketch.add(Unary.of(UnaryFunction.ABS), sketch.input("x", 2, 3, 4));
    Value first = sketch.add(Transpose.of(1, 2, 0), x);
    Graph graph = sketch.graph(sketch.add(Transpose.of(2, 0, 1), first));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Abs");
  }

  @Test
  void becomesAReshapeWhereOnlyAxesOfOneElementMove() {
    Value x = sketch.input("x", Shape.UNKNOWN, 1, 1, 5);
    Graph graph = sketch.graph(sketch.add(Transpose.NHWC_TO_NCHW, x));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Reshape");
  }

  @Test
  void spellsOutTheReversal() {
    Value x = sketch.input("x", 2, 3);
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(Transpose.of(), x)));
    assertThat(Rewrites.only(after, Transpose.class)).isEqualTo(Transpose.of(1, 0));
  }
}
