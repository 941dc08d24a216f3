package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import org.junit.jupiter.api.Test;

final class SimplifyPowersTest {
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 2, 3);

  @Test
  void thePowerOfTwoBecomesTheSquare() {
    Value y = sketch.add(new Binary(BinaryFunction.POW), x, sketch.scalar(2));
    assertThat(Rewrites.types(Rewrites.apply(new SimplifyPowers(), sketch.graph(y))))
        .containsExactly("Square");
  }

  @Test
  void otherPowersStay() {
    Value y = sketch.add(new Binary(BinaryFunction.POW), x, sketch.scalar(3));
    assertThat(Rewrites.types(Rewrites.apply(new SimplifyPowers(), sketch.graph(y))))
        .containsExactly("Pow");
  }
}
