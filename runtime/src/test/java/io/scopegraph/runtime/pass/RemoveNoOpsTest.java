package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RemoveNoOpsTest {
  private final RemoveNoOps pass = new RemoveNoOps();
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.add(Unary.of(UnaryFunction.ABS), sketch.input("x", 2, 3));

  enum Idle {
    CAST,
    CONCAT,
    SPLIT,
    PAD,
    EXPAND,
    SLICE,
    ADD_ZERO,
    TIMES_ONE
  }

  private Value write(Idle idle) {
    return switch (idle) {
      case CAST -> sketch.add(new Cast(DType.FLOAT32), x);
      case CONCAT -> sketch.add(new Concat(1), x);
      case SPLIT -> sketch.add(new Split(0, 1, ImmutableList.of()), x);
      case PAD -> sketch.add(new Pad(Pad.Mode.CONSTANT, 0), x, sketch.ints(0, 0, 0, 0));
      case EXPAND -> sketch.add(new Expand(), x, sketch.ints(1, 3));
      case SLICE -> sketch.add(new Slice(), x, sketch.ints(0), sketch.ints(Long.MAX_VALUE));
      case ADD_ZERO -> sketch.add(new Binary(BinaryFunction.ADD), x, sketch.scalar(0));
      case TIMES_ONE -> sketch.add(new Binary(BinaryFunction.MUL), x, sketch.scalar(1));
    };
  }

  @ParameterizedTest
  @EnumSource
  void removesWhatChangesNothing(Idle idle) {
    Graph graph = sketch.graph(write(idle));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Abs");
  }

  @Test
  void keepsAReversal() {
    Value y =
        sketch.add(
            new Slice(),
            x,
            sketch.ints(-1),
            sketch.ints(Long.MIN_VALUE),
            sketch.ints(0),
            sketch.ints(-1));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("Abs", "Slice");
  }

  @Test
  void keepsASumThatEnlarges() {
    Value zeros = sketch.constant(Tensor.ofFloats(Shape.of(1, 1, 1), 0));
    Value y = sketch.add(new Binary(BinaryFunction.ADD), x, zeros);
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y)))).containsExactly("Abs", "Add");
  }
}
