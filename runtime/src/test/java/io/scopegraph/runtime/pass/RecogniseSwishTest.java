package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecogniseSwishTest {
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 2, 8);
  private final Value gate = sketch.add(Unary.of(UnaryFunction.SIGMOID), x);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recognisesBothOrders(boolean swapped) {
    Binary mul = new Binary(BinaryFunction.MUL);
    Graph graph = sketch.graph(swapped ? sketch.add(mul, gate, x) : sketch.add(mul, x, gate));
    assertThat(Rewrites.types(Rewrites.apply(new RecogniseSwish(), graph)))
        .containsExactly("Swish");
  }

  @Test
  void keepsTheGateOfAnotherValue() {
    Value other = sketch.add(Unary.of(UnaryFunction.TANH), x);
    Graph graph = sketch.graph(sketch.add(new Binary(BinaryFunction.MUL), other, gate));
    assertThat(Rewrites.types(Rewrites.apply(new RecogniseSwish(), graph))).doesNotContain("Swish");
  }
}
