package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;

final class RemoveDeadNodesTest {
  @Test
  void keepsWhatTheOutputsNeedAndThePlaceholders() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3);
    sketch.input("unused", 2);
    sketch.add(Unary.of(UnaryFunction.EXP), sketch.add(Unary.of(UnaryFunction.ABS), x));
    Graph graph = sketch.graph(sketch.add(Unary.of(UnaryFunction.RELU), x));
    Graph after = Rewrites.apply(new RemoveDeadNodes(), graph);
    assertThat(Rewrites.types(after)).containsExactly("Relu");
    assertThat(after.placeholders()).hasSize(2);
  }
}
