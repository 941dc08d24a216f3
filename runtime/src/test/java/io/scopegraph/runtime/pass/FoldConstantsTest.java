package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class FoldConstantsTest {
  private final FoldConstants pass = new FoldConstants();

  @Test
  void evaluatesNodesWhoseInputsAreConstants() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 2, 3);
    Value weight = sketch.add(Transpose.of(1, 0), sketch.random(3, 2));
    Value sum = sketch.add(new Binary(BinaryFunction.ADD), weight, sketch.scalar(1));
    Graph after =
        Rewrites.apply(pass, sketch.graph(sketch.add(new Binary(BinaryFunction.MUL), x, sum)));
    assertThat(Rewrites.types(after)).containsExactly("Mul");
  }

  @Test
  void foldsTheArithmeticThatComputesAShape() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", 2, 3, 4);
    Value extents = sketch.add(new Cast(DType.INT32), sketch.add(ShapeOp.WHOLE, x));
    Value first = sketch.add(new Slice(), extents, sketch.ints(0), sketch.ints(1));
    Value wide = sketch.add(new Cast(DType.INT64), first);
    Value shape = sketch.add(new Concat(0), wide, sketch.ints(12));
    Graph after = Rewrites.apply(pass, sketch.graph(sketch.add(new Reshape(false), x, shape)));
    assertThat(Rewrites.types(after)).containsExactly("Reshape");
    assertThat(after.spec(after.value("y")).shape()).isEqualTo(Shape.of(2, 12));
  }

  @Test
  void foldsTheKnownPartOfAShape() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", Shape.UNKNOWN, 3, 5);
    Graph after = pass.apply(sketch.graph(sketch.add(new ShapeOp(1, null), x)));
    assertThat(after.constant(after.value("y"))).isEqualTo(Tensor.vector(3, 5));
  }

  @Test
  void foldsEachPieceOfASplit() {
    Sketch sketch = new Sketch();
    Value pieces = sketch.add(new Split(0, 2, ImmutableList.of()), sketch.ints(1, 2, 3, 4));
    Graph after = pass.apply(sketch.graph(new Value(pieces.node(), 1)));
    assertThat(after.constant(after.value("y"))).isEqualTo(Tensor.vector(3, 4));
  }

  @Test
  void leavesUnknownShapesAndFedValues() {
    Sketch sketch = new Sketch();
    Value x = sketch.input("x", Shape.UNKNOWN);
    Value extents = sketch.add(ShapeOp.WHOLE, x);
    Graph graph = sketch.graph(sketch.add(new ConstantOfShape(Tensor.scalar(2f)), extents));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph)))
        .containsExactly("Shape", "ConstantOfShape");
  }

  @Test
  void doesNotMakeHugeConstants() {
    Sketch sketch = new Sketch();
    Value shape = sketch.ints(1 << 20, 1 << 20);
    Value huge = sketch.add(new ConstantOfShape(Tensor.scalar(2f)), shape);
    Graph graph = sketch.graph(sketch.add(Unary.of(UnaryFunction.NEG), huge));
    assertThat(Rewrites.types(pass.apply(graph))).containsExactly("ConstantOfShape", "Neg");
  }

  @Test
  void stopsBeforeManyLargeConstants() {
    Sketch sketch = new Sketch();
    Value sum = sketch.input("x", 1, 1);
    for (int i = 0; i < 40; i++) {
      Value large = sketch.add(new Expand(), sketch.scalar(i), sketch.ints(1 << 11, 1 << 12));
      sum = sketch.add(new Binary(BinaryFunction.ADD), sum, large);
    }
    Graph after = pass.apply(sketch.graph(sum));
    assertThat(Rewrites.types(after)).contains("Expand");
  }
}
