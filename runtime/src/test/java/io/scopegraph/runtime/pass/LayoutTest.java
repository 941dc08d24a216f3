package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gather;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// [PreferFormat] and [SinkTransposes] together, as neither is of use without the other.
final class LayoutTest {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);

  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 2, 3, 6, 8);

  private Value convolve(Value value, int in, int out) {
    Conv2D op = Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NCHW);
    return sketch.add(op, value, sketch.random(3, 3, in, out));
  }

  /// Both passes, each checked for itself, and then what turns trivial transposes into reshapes.
  private static Graph layOut(Graph graph) {
    Graph converted = Rewrites.apply(new PreferFormat(DataFormat.NHWC), graph);
    Graph sunk = Rewrites.apply(new SinkTransposes(), converted);
    Graph folded = Rewrites.apply(new FoldConstants(), sunk);
    return Rewrites.apply(new SimplifyReshapes(), Rewrites.apply(new SimplifyTransposes(), folded));
  }

  private static long transposes(Graph graph) {
    return Rewrites.types(graph).stream().filter("Transpose"::equals).count();
  }

  @Test
  void transposesRemainAtInputAndOutput() {
    Value y = convolve(sketch.add(Unary.of(UnaryFunction.RELU), convolve(x, 3, 4)), 4, 5);
    assertThat(Rewrites.types(layOut(sketch.graph(y))))
        .containsExactly("Transpose", "Conv2D", "Relu", "Conv2D", "Transpose");
  }

  @Test
  void convertsEveryOpThatHasAFormat() {
    Value conv = convolve(x, 3, 4);
    Value biased = sketch.add(new BiasAdd(DataFormat.NCHW), conv, sketch.random(4));
    Value normal =
        sketch.add(
            new BatchNorm(1e-3, DataFormat.NCHW),
            biased,
            sketch.random(4),
            sketch.random(4),
            sketch.random(4),
            sketch.positive(4));
    Value response = sketch.add(new LocalResponseNorm(1, 1, 0.1, 0.75, 1, DataFormat.NCHW), normal);
    Value pooled =
        sketch.add(
            Pool2D.of(Pool2D.Kind.MAX, Size2.of(2), Size2.of(2), Padding.VALID, DataFormat.NCHW),
            response);
    Value wide =
        sketch.add(
            ConvTranspose2D.of(Size2.of(2), Padding.VALID, DataFormat.NCHW),
            pooled,
            sketch.random(2, 2, 3, 4));
    Graph after = layOut(sketch.graph(wide));
    assertThat(transposes(after)).isEqualTo(2);
    assertThat(after.toString()).doesNotContain("NCHW");
  }

  @Test
  void leavesTheFormatThatIsPreferred() {
    Graph graph = sketch.graph(convolve(x, 3, 4));
    assertThat(new PreferFormat(DataFormat.NCHW).apply(graph)).isEqualTo(graph);
  }

  @Test
  void theResidualOfAConvolutionIsConvertedToo() {
    Conv2D op =
        Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NCHW)
            .withEpilogue(Epilogue.NONE.withBias().withResidual());
    Value y = sketch.add(op, x, sketch.random(3, 3, 3, 3), sketch.random(3), x);
    assertThat(Rewrites.only(layOut(sketch.graph(y)), Conv2D.class).format())
        .isEqualTo(DataFormat.NHWC);
  }

  @Test
  void residualsAndConstantsKeepUp() {
    Value first = convolve(x, 3, 4);
    Value scaled = sketch.add(MUL, first, sketch.random(1, 4, 1, 1));
    Value moved = sketch.add(ADD, sketch.random(4, 6, 8), scaled);
    Value second = convolve(sketch.add(ADD, moved, first), 4, 4);
    Value y = sketch.add(new Binary(BinaryFunction.SUB), second, moved);
    assertThat(transposes(layOut(sketch.graph(y)))).isEqualTo(2);
  }

  @Test
  void aGateOverAllCellsBecomesReshapesAtMost() {
    Value conv = convolve(x, 3, 4);
    Value mean = sketch.add(new Reduce(Reduce.Function.MEAN, ImmutableList.of(2, 3), true), conv);
    Value gate = sketch.add(Unary.of(UnaryFunction.SIGMOID), convolve(mean, 4, 4));
    Value y = convolve(sketch.add(MUL, conv, gate), 4, 2);
    Graph after = layOut(sketch.graph(y));
    assertThat(transposes(after)).isEqualTo(2);
    assertThat(Rewrites.types(after)).doesNotContain("Reshape");
  }

  @Test
  void sinksThroughTheOpsThatMoveAlongAxes() {
    Value conv = convolve(x, 3, 4);
    Value pieces = sketch.add(new Split(1, 2, ImmutableList.of()), conv);
    Value swapped = sketch.add(new Concat(-3), new Value(pieces.node(), 1), pieces);
    Value padded =
        sketch.add(new Pad(Pad.Mode.REFLECT, 0), swapped, sketch.ints(0, 0, 1, 2, 0, 0, 0, 1));
    Value cut =
        sketch.add(new Slice(), padded, sketch.ints(1, 0), sketch.ints(9, 5), sketch.ints(3, -2));
    Value scales = sketch.constant(Tensor.ofFloats(Shape.of(4), 1, 1, 2, 3));
    Value large =
        sketch.add(
            new Resize(
                Resize.Interpolation.NEAREST,
                Resize.Target.SCALES,
                Resize.Coordinates.ASYMMETRIC,
                Resize.Rounding.FLOOR,
                0),
            cut,
            scales);
    Value likely = sketch.add(new Softmax(1, false), large);
    Graph after = layOut(sketch.graph(convolve(likely, 4, 2)));
    assertThat(transposes(after)).isEqualTo(2);
  }

  @Test
  void sinksThroughDroppedAndInsertedAxesToTheInverse() {
    Value row = sketch.input("row", 2, 3, 1, 8);
    Value conv = sketch.add(Unary.of(UnaryFunction.TANH), convolve(row, 3, 4));
    Value squeezed = sketch.add(new Squeeze(ImmutableList.of(2)), conv);
    Value channelsLast = sketch.add(Transpose.of(0, 2, 1), squeezed);
    Value y = sketch.add(MatMul.PLAIN, channelsLast, sketch.random(4, 5));
    assertThat(Rewrites.types(layOut(sketch.graph(y))))
        .containsExactly("Transpose", "Conv2D", "Tanh", "Squeeze", "MatMul");
  }

  @Test
  void sinksThroughReshapesThatKeepAxesTogether() {
    Value conv = convolve(x, 3, 4);
    Value cells = sketch.add(new Reshape(false), conv, sketch.ints(2, 4, 48));
    Value y =
        sketch.add(MatMul.PLAIN, sketch.add(Transpose.of(0, 2, 1), cells), sketch.random(4, 5));
    assertThat(transposes(layOut(sketch.graph(y)))).isEqualTo(1);
  }

  @Test
  void stopsBeforeReshapesThatTearAxesApart() {
    Value conv = convolve(x, 3, 4);
    Value y = sketch.add(new Reshape(false), conv, sketch.ints(2, 2, 96));
    assertThat(transposes(layOut(sketch.graph(y)))).isEqualTo(2);
  }

  @Test
  void picksSlicesBeforeTransposingThem() {
    Value qkv = sketch.input("qkv", 2, 5, 3, 4, 6);
    Value apart = sketch.add(Transpose.of(2, 0, 3, 1, 4), qkv);
    Value query = sketch.add(new Gather(0), apart, sketch.constant(Tensor.scalar(0L)));
    Value key = sketch.add(new Gather(0), apart, sketch.constant(Tensor.scalar(1L)));
    Value turned = sketch.add(Transpose.of(0, 1, 3, 2), key);
    Graph after =
        Rewrites.apply(new SinkTransposes(), sketch.graph(sketch.add(MatMul.PLAIN, query, turned)));
    assertThat(Rewrites.types(after))
        .containsExactlyInAnyOrder("Gather", "Gather", "Transpose", "Transpose", "MatMul");
  }

  @Test
  void neverTransposesMoreThanBefore() {
    Value turned = sketch.add(Transpose.NCHW_TO_NHWC, x);
    sketch.output("raw", turned);
    sketch.output("relu", sketch.add(Unary.of(UnaryFunction.RELU), turned));
    sketch.output("tanh", sketch.add(Unary.of(UnaryFunction.TANH), turned));
    Graph after = Rewrites.apply(new SinkTransposes(), sketch.graph());
    assertThat(transposes(after)).isEqualTo(1);
  }

  @Test
  void readsTheShapeWithoutTransposing() {
    Value turned = sketch.add(Transpose.NCHW_TO_NHWC, x);
    sketch.output("extents", sketch.add(new ShapeOp(1, 3), turned));
    Graph after = Rewrites.apply(new SinkTransposes(), sketch.graph());
    assertThat(Rewrites.types(after)).containsExactly("Shape", "Gather");
  }

  @Test
  void worksWithUnknownDims() {
    Value free = sketch.input("free", -1, 3, -1, -1);
    Value conv = sketch.add(Unary.of(UnaryFunction.RELU), convolve(free, 3, 4));
    Value mean = sketch.add(new Reduce(Reduce.Function.MEAN, ImmutableList.of(2, 3), true), conv);
    Value y = convolve(sketch.add(MUL, conv, mean), 4, 2);
    assertThat(transposes(layOut(sketch.graph(y)))).isEqualTo(2);
  }
}
