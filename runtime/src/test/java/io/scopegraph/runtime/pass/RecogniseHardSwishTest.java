package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecogniseHardSwishTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);
  private static final Binary DIV = new Binary(BinaryFunction.DIV);
  private static final Unary CLIP = new Unary(UnaryFunction.CLIP, 0, 6);

  private final RecogniseHardSwish pass = new RecogniseHardSwish();
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", Shape.UNKNOWN, 16);

  enum Spelling {
    PRODUCT_THEN_DIVIDED,
    GATE_DIVIDED,
    INPUT_DIVIDED,
    TIMES_A_SIXTH,
    OPERANDS_SWAPPED,
    RELU6,
    HARD_SIGMOID
  }

  private Value gate() {
    return sketch.add(CLIP, sketch.add(ADD, x, sketch.scalar(3)));
  }

  private Value write(Spelling spelling) {
    Value six = sketch.scalar(6);
    return switch (spelling) {
      case PRODUCT_THEN_DIVIDED -> sketch.add(DIV, sketch.add(MUL, x, gate()), six);
      case GATE_DIVIDED -> sketch.add(MUL, x, sketch.add(DIV, gate(), six));
      case INPUT_DIVIDED -> sketch.add(MUL, sketch.add(DIV, x, six), gate());
      case TIMES_A_SIXTH -> sketch.add(MUL, sketch.scalar(0.16666667f), sketch.add(MUL, gate(), x));
      case OPERANDS_SWAPPED ->
          sketch.add(
              DIV, sketch.add(MUL, sketch.add(CLIP, sketch.add(ADD, sketch.scalar(3), x)), x), six);
      case RELU6 -> {
        Value sum = sketch.add(ADD, x, sketch.scalar(3));
        Value clipped = sketch.add(Unary.of(UnaryFunction.RELU6), sum);
        yield sketch.add(DIV, sketch.add(MUL, x, clipped), six);
      }
      case HARD_SIGMOID ->
          sketch.add(MUL, x, sketch.add(new Unary(UnaryFunction.HARD_SIGMOID, 1 / 6.0, 0.5), x));
    };
  }

  @ParameterizedTest
  @EnumSource
  void recognisesEverySpelling(Spelling spelling) {
    Graph graph = sketch.graph(write(spelling));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("HardSwish");
  }

  @Test
  void keepsOtherNumbers() {
    Value gate = sketch.add(CLIP, sketch.add(ADD, x, sketch.scalar(3)));
    Graph graph = sketch.graph(sketch.add(DIV, sketch.add(MUL, x, gate), sketch.scalar(5)));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).doesNotContain("HardSwish");
  }

  @Test
  void keepsTheGateOfAnotherValue() {
    Value other = sketch.add(Unary.of(UnaryFunction.TANH), x);
    Graph graph = sketch.graph(sketch.add(DIV, sketch.add(MUL, other, gate()), sketch.scalar(6)));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).doesNotContain("HardSwish");
  }

  @Test
  void keepsAGateWithAnotherSlope() {
    Value gate = sketch.add(new Unary(UnaryFunction.HARD_SIGMOID, 0.2, 0.5), x);
    Graph graph = sketch.graph(sketch.add(MUL, x, gate));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).doesNotContain("HardSwish");
  }
}
