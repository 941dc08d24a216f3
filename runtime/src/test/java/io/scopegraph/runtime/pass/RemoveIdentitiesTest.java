package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;

final class RemoveIdentitiesTest {
  private final RemoveIdentities pass = new RemoveIdentities();

  @Test
  void removesIdentitiesInTheMiddle() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3);
    Value same = sketch.add(Unary.IDENTITY, sketch.add(Unary.IDENTITY, x));
    Value y = sketch.add(Unary.IDENTITY, sketch.add(Unary.of(UnaryFunction.RELU), same));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y)))).containsExactly("Relu");
  }

  @Test
  void keepsTheOneThatMakesAnInputAnOutput() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3);
    Graph graph = sketch.graph(sketch.add(Unary.IDENTITY, x));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Identity");
  }
}
