package io.scopegraph.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Gather;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Op;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Reduce;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HostEvaluatorTest {
  private static ImmutableList<Tensor> all(Op op, Tensor... inputs) {
    Node node = new Node(0, "node", op, ImmutableList.of(), ImmutableList.of(), null);
    return HostEvaluator.evaluate(node, List.of(inputs)).orElseThrow();
  }

  private static Tensor one(Op op, Tensor... inputs) {
    return all(op, inputs).getFirst();
  }

  private static Tensor bytes(Shape shape, int... values) {
    byte[] narrow = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (byte) values[i];
    }
    return Tensor.ofBytes(DType.UINT8, shape, narrow);
  }

  @Test
  void transposes() {
    Tensor x = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(one(Transpose.of(1, 0), x))
        .isEqualTo(Tensor.ofInts(Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
  }

  @Test
  void slicesBackwards() {
    Tensor y =
        one(
            new Slice(),
            bytes(Shape.of(5), 0, 1, 2, 3, 4),
            Tensor.vector(3),
            Tensor.vector(-6),
            Tensor.vector(0),
            Tensor.vector(-1));
    assertThat(y).isEqualTo(bytes(Shape.of(4), 3, 2, 1, 0));
  }

  @Test
  void concatenatesAndSplits() {
    Tensor left = Tensor.ofDoubles(Shape.of(2, 1), 1, 2);
    Tensor right = Tensor.ofDoubles(Shape.of(2, 2), 3, 4, 5, 6);
    Tensor joined = one(new Concat(-1), left, right);
    assertThat(joined).isEqualTo(Tensor.ofDoubles(Shape.of(2, 3), 1, 3, 4, 2, 5, 6));
    assertThat(all(new Split(1, 2, ImmutableList.of(1L, 2L)), joined)).containsExactly(left, right);
  }

  @Test
  void gathersFromTheEndToo() {
    Tensor x = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(one(new Gather(1), x, Tensor.vector(-1, 0)))
        .isEqualTo(Tensor.ofInts(Shape.of(2, 2), 3, 1, 6, 4));
  }

  @Test
  void expandsInBothDirections() {
    Tensor x = Tensor.ofInts(Shape.of(2, 1), 7, 8);
    assertThat(one(new Expand(), x, Tensor.vector(2, 1, 2)))
        .isEqualTo(Tensor.ofInts(Shape.of(2, 2, 2), 7, 7, 8, 8, 7, 7, 8, 8));
  }

  @ParameterizedTest
  @EnumSource
  void padsInEveryMode(Pad.Mode mode) {
    Tensor y = one(new Pad(mode, 9), bytes(Shape.of(3), 1, 2, 3), Tensor.vector(2, 1));
    Tensor wanted =
        switch (mode) {
          case CONSTANT -> bytes(Shape.of(6), 9, 9, 1, 2, 3, 9);
          case EDGE -> bytes(Shape.of(6), 1, 1, 1, 2, 3, 3);
          case REFLECT -> bytes(Shape.of(6), 3, 2, 1, 2, 3, 2);
          case WRAP -> bytes(Shape.of(6), 2, 3, 1, 2, 3, 1);
        };
    assertThat(y).isEqualTo(wanted);
  }

  @Test
  void negativePadsCrop() {
    Tensor x = Tensor.ofInts(Shape.of(2, 2), 1, 2, 3, 4);
    assertThat(one(new Pad(Pad.Mode.CONSTANT, 0), x, Tensor.vector(-1, 1, 0, -1)))
        .isEqualTo(Tensor.ofInts(Shape.of(1, 2), 0, 3));
  }

  @Test
  void readsExtents() {
    Tensor x = Tensor.ofInts(Shape.of(2, 1), 1, 2);
    assertThat(one(new ShapeOp(-1, null), x)).isEqualTo(Tensor.vector(1));
    assertThat(one(new ShapeOp(2, 1), x)).isEqualTo(Tensor.vector());
  }

  @Test
  void castsTowardZeroAndNanToTrue() {
    Tensor x = Tensor.ofFloats(Shape.of(3), -1.7f, 0, Float.NaN);
    assertThat(one(new Cast(DType.INT32), x)).isEqualTo(Tensor.ofInts(Shape.of(3), -1, 0, 0));
    assertThat(one(new Cast(DType.BOOL), x))
        .isEqualTo(Tensor.ofBooleans(Shape.of(3), true, false, true));
  }

  @Test
  void castsLargeIntegersExactly() {
    Tensor x = Tensor.vector(Long.MAX_VALUE, (1L << 53) + 1);
    assertThat(one(new Cast(DType.INT64), x)).isEqualTo(x);
    assertThat(one(new Cast(DType.INT32), x)).isEqualTo(Tensor.ofInts(Shape.of(2), -1, 1));
  }

  @Test
  void computesIntegersExactlyAndInTheirWidth() {
    Tensor large = Tensor.vector((1L << 53) + 1);
    assertThat(one(new Binary(BinaryFunction.ADD), large, Tensor.scalar(1L)))
        .isEqualTo(Tensor.vector((1L << 53) + 2));
    assertThat(one(new Binary(BinaryFunction.ADD), bytes(Shape.of(1), 250), bytes(Shape.of(1), 10)))
        .isEqualTo(bytes(Shape.of(1), 4));
  }

  @Test
  void roundsFloatsAsAFloatEngineWould() {
    Tensor x = Tensor.scalar(0.1f);
    Tensor y = Tensor.scalar(0.7f);
    assertThat(one(new Binary(BinaryFunction.MUL), x, y)).isEqualTo(Tensor.scalar(0.1f * 0.7f));
    assertThat(one(new Binary(BinaryFunction.DIV), x, y)).isEqualTo(Tensor.scalar(0.1f / 0.7f));
  }

  @Test
  void broadcastsAndCompares() {
    Tensor column = Tensor.ofFloats(Shape.of(2, 1), 1, 2);
    Tensor row = Tensor.ofFloats(Shape.of(3), 0, 1, 2);
    assertThat(one(new Binary(BinaryFunction.GREATER), column, row))
        .isEqualTo(Tensor.ofBooleans(Shape.of(2, 3), true, false, false, true, true, false));
  }

  @Test
  void broadcastsAgainstNothing() {
    Tensor none = Tensor.ofFloats(Shape.of(0, 3));
    assertThat(one(new Binary(BinaryFunction.ADD), none, Tensor.scalar(1f))).isEqualTo(none);
  }

  @Test
  void appliesFunctionsOfOneValue() {
    Tensor x = Tensor.vector(-3, 4);
    assertThat(one(Unary.of(UnaryFunction.NEG), x)).isEqualTo(Tensor.vector(3, -4));
    assertThat(one(Unary.of(UnaryFunction.NOT), Tensor.ofBooleans(Shape.of(2), true, false)))
        .isEqualTo(Tensor.ofBooleans(Shape.of(2), false, true));
  }

  @ParameterizedTest
  @EnumSource
  void reducesIntegersAndFloats(Reduce.Function function) {
    int wanted =
        switch (function) {
          case MAX -> 6;
          case MEAN -> 4;
          case MIN -> 2;
          case PROD -> 48;
          case SUM -> 12;
        };
    Reduce op = new Reduce(function, ImmutableList.of(0), false);
    assertThat(one(op, Tensor.ofInts(Shape.of(3, 1), 2, 6, 4)))
        .isEqualTo(Tensor.ofInts(Shape.of(1), wanted));
    assertThat(one(op, Tensor.ofFloats(Shape.of(3, 1), 2, 6, 4)))
        .isEqualTo(Tensor.ofFloats(Shape.of(1), wanted));
  }

  @Test
  void reducesInnerAxesKeepingThem() {
    Tensor x = Tensor.ofFloats(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    Reduce op = new Reduce(Reduce.Function.MEAN, ImmutableList.of(-1, 0), true);
    assertThat(one(op, x)).isEqualTo(Tensor.ofFloats(Shape.of(1, 2, 1), 3.5f, 5.5f));
  }

  @Test
  void reducesNothingToTheNeutralElement() {
    Tensor none = Tensor.ofFloats(Shape.of(2, 0));
    assertThat(one(new Reduce(Reduce.Function.SUM, ImmutableList.of(1), false), none))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 0, 0));
    assertThat(one(new Reduce(Reduce.Function.MEAN, ImmutableList.of(1), false), none).getFloat(0))
        .isNaN();
    Tensor noInts = Tensor.ofInts(Shape.of(0));
    assertThat(one(new Reduce(Reduce.Function.MAX, ImmutableList.of(), false), noInts))
        .isEqualTo(Tensor.scalar(Integer.MIN_VALUE));
  }

  @Test
  void reshapesWithoutACopy() {
    Tensor x = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor y = one(new Reshape(false), x, Tensor.vector(0, -1, 1));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(y.segment()).isEqualTo(x.segment());
  }

  @Test
  void fillsAShape() {
    ConstantOfShape op = new ConstantOfShape(Tensor.ofInts(Shape.of(1), 7));
    assertThat(one(op, Tensor.vector(2, 2))).isEqualTo(Tensor.ofInts(Shape.of(2, 2), 7, 7, 7, 7));
    assertThat(one(op, Tensor.vector())).isEqualTo(Tensor.scalar(7));
  }

  @Test
  void declinesOpsForDevicesAndHugeResults() {
    Node product =
        new Node(0, "product", MatMul.PLAIN, ImmutableList.of(), ImmutableList.of(), null);
    Tensor matrix = Tensor.ofFloats(Shape.of(1, 1), 2);
    assertThat(HostEvaluator.evaluate(product, List.of(matrix, matrix))).isEmpty();
    Node expand = new Node(0, "expand", new Expand(), ImmutableList.of(), ImmutableList.of(), null);
    Tensor huge = Tensor.vector(1L << 31, 1L << 31, 1L << 31);
    assertThat(HostEvaluator.evaluate(expand, List.of(matrix, huge))).isEmpty();
  }
}
