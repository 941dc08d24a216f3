package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import org.junit.jupiter.api.Test;

final class LowerGemmTest {
  private final LowerGemm pass = new LowerGemm();
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 2, 3);

  @Test
  void becomesProductAndBias() {
    Value y = sketch.add(new Gemm(1, 1, false, true), x, sketch.random(4, 3), sketch.random(4));
    Graph after = Rewrites.apply(pass, sketch.graph(y));
    assertThat(Rewrites.types(after)).containsExactly("MatMul", "BiasAdd");
    assertThat(Rewrites.only(after, MatMul.class).transposeB()).isTrue();
  }

  @Test
  void takesARowOfRankTwo() {
    Value y = sketch.add(new Gemm(1, 1, false, false), x, sketch.random(3, 4), sketch.random(1, 4));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("MatMul", "Reshape", "BiasAdd");
  }

  @Test
  void addsAMatrixOrANumber() {
    Value matrix =
        sketch.add(new Gemm(1, 1, false, false), x, sketch.random(3, 4), sketch.random(2, 4));
    Value y =
        sketch.add(new Gemm(1, 1, false, false), matrix, sketch.random(4, 2), sketch.random(1));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y))))
        .containsExactly("MatMul", "Add", "MatMul", "Add");
  }

  @Test
  void keepsFactors() {
    Value y = sketch.add(new Gemm(0.5, 1, false, false), x, sketch.random(3, 4), sketch.random(4));
    assertThat(Rewrites.types(Rewrites.apply(pass, sketch.graph(y)))).containsExactly("Gemm");
  }
}
