package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Softmax;
import org.junit.jupiter.api.Test;

final class MergeCommonSubexpressionsTest {
  private final MergeCommonSubexpressions pass = new MergeCommonSubexpressions();

  @Test
  void mergesEqualNodesOverEqualConstants() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3);
    Value left = sketch.add(new Binary(BinaryFunction.ADD), x, sketch.scalar(3));
    Value right = sketch.add(new Binary(BinaryFunction.ADD), x, sketch.scalar(3));
    Graph graph = sketch.graph(sketch.add(new Binary(BinaryFunction.MUL), left, right));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Add", "Mul");
  }

  @Test
  void keepsWhatDiffersInAnAttributeOrAnInput() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3, 3);
    Value first = sketch.add(new Softmax(0, false), x);
    Value second = sketch.add(new Softmax(1, false), x);
    Value third = sketch.add(new Softmax(1, false), second);
    Value sum = sketch.add(new Binary(BinaryFunction.ADD), first, second);
    Graph graph = sketch.graph(sketch.add(new Binary(BinaryFunction.ADD), sum, third));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph)))
        .containsExactly("Softmax", "Softmax", "Softmax", "Add", "Add");
  }

  @Test
  void keepsEveryPlaceholder() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 3);
    Value y = sketch.input("y", 3);
    Graph graph = sketch.graph(sketch.add(new Binary(BinaryFunction.SUB), x, y));
    assertThat(Rewrites.apply(pass, graph).placeholders()).hasSize(2);
  }
}
