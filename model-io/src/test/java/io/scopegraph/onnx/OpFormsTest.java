package io.scopegraph.onnx;

import static io.scopegraph.onnx.TestModel.integer;
import static io.scopegraph.onnx.TestModel.ints;
import static io.scopegraph.onnx.TestModel.number;
import static io.scopegraph.onnx.TestModel.numbers;
import static io.scopegraph.onnx.TestModel.tensor;
import static io.scopegraph.onnx.TestModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Op;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Resize;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The forms of single ops that differ between op sets or from the graph's own ops. That the values
/// are right is shown by running the published cases.
final class OpFormsTest {
  private static Shape shape(Graph graph, String output) {
    return graph.spec(graph.value(output)).shape();
  }

  private static Op op(Graph graph, String output) {
    return graph.op(graph.value(output));
  }

  private static List<String> types(Graph graph) {
    return graph.nodes().stream().map(Node::op).map(Op::type).toList();
  }

  @Test
  void filtersAreTransposedInTheGraph() {
    Graph graph =
        TestModel.opset(11)
            .input("x", 1, 4, 8, 8)
            .weight("w", 6, 2, 3, 3)
            .weight("b", 6)
            .node(
                "Conv",
                "x w b",
                "y",
                integer("group", 2),
                ints("strides", 2, 1),
                ints("pads", 0, 1, 2, 3))
            .output("y")
            .load();

    assertThat(op(graph, "conv/filter")).isEqualTo(Transpose.of(2, 3, 1, 0));
    assertThat(shape(graph, "conv/filter")).isEqualTo(Shape.of(3, 3, 2, 6));
    Conv2D conv = (Conv2D) op(graph, "y");
    assertThat(conv.strides()).isEqualTo(new Size2(2, 1));
    assertThat(conv.padding()).isEqualTo(Padding.explicit(0, 1, 2, 3));
    assertThat(conv.groups()).isEqualTo(2);
    assertThat(conv.epilogue().bias()).isTrue();
    assertThat(shape(graph, "y")).isEqualTo(Shape.of(1, 6, 4, 10));
  }

  @Test
  void oneSpatialAxisBecomesTwo() {
    Graph graph =
        TestModel.opset(11)
            .input("x", 1, 4, 8)
            .weight("w", 6, 4, 3)
            .node("Conv", "x w", "c", ints("strides", 2), ints("pads", 1, 1))
            .node("MaxPool", "c", "y", ints("kernel_shape", 2))
            .output("y")
            .load();

    assertThat(shape(graph, "conv")).isEqualTo(Shape.of(1, 6, 4));
    assertThat(shape(graph, "y")).isEqualTo(Shape.of(1, 6, 3));
  }

  @Test
  void threeSpatialAxesAreRefused() {
    TestModel model =
        TestModel.opset(11)
            .input("x", 1, 4, 8, 8, 8)
            .weight("w", 6, 4, 3, 3, 3)
            .node("Conv", "x w", "y")
            .output("y");

    assertThatThrownBy(model::load)
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("3 spatial axes are not supported");
  }

  @Test
  void theDeclaredWindowMustBeThatOfTheFilter() {
    TestModel model =
        TestModel.opset(11)
            .input("x", 1, 4, 8, 8)
            .weight("w", 6, 4, 3, 3)
            .node("Conv", "x w", "y", ints("kernel_shape", 3, 2))
            .output("y");

    assertThatThrownBy(model::load)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("kernel_shape [3, 2] does not fit the filter's window [3, 3]");
  }

  @Test
  void automaticPaddingIsResolvedByTheOp() {
    Graph graph =
        TestModel.opset(11)
            .input("x", 1, 1, 7, 7)
            .node(
                "AveragePool",
                "x",
                "y",
                ints("kernel_shape", 3, 3),
                ints("strides", 2, 2),
                text("auto_pad", "SAME_LOWER"),
                integer("count_include_pad", 1))
            .output("y")
            .load();

    Pool2D pool = (Pool2D) op(graph, "y");
    assertThat(pool.padding()).isEqualTo(Padding.SAME_LOWER);
    assertThat(pool.countIncludePad()).isTrue();
    assertThat(shape(graph, "y")).isEqualTo(Shape.of(1, 1, 4, 4));
  }

  @Test
  void transposedConvolutionsMayNameTheirOutputShape() {
    Graph graph =
        TestModel.opset(11)
            .input("x", 1, 1, 3, 3)
            .weight("w", 1, 2, 3, 3)
            .node("ConvTranspose", "x w", "a", ints("strides", 3, 2), ints("output_shape", 10, 8))
            .node("ConvTranspose", "x w", "b", ints("strides", 2, 2), ints("output_shape", 6, 6))
            .output("a")
            .output("b")
            .load();

    assertThat(shape(graph, "a")).isEqualTo(Shape.of(1, 2, 10, 8));
    assertThat(((ConvTranspose2D) op(graph, "b")).padding())
        .isEqualTo(Padding.explicit(1, 1, 0, 0));
    assertThat(shape(graph, "b")).isEqualTo(Shape.of(1, 2, 6, 6));
  }

  @Test
  void globalPoolsKeepExtentsOfOne() {
    Graph graph =
        TestModel.opset(11)
            .input("x", -1, 3, -1, -1)
            .node("GlobalAveragePool", "x", "y")
            .output("y")
            .load();

    assertThat(shape(graph, "y")).isEqualTo(Shape.of(-1, 3, 1, 1));
  }

  @Test
  void softmaxSharesOneSumFromItsAxisOnBeforeOpSet13() {
    TestModel old = TestModel.opset(11).input("x", 2, 3, 4).node("Softmax", "x", "y").output("y");
    TestModel last = TestModel.opset(11).input("x", 2, 3, 1).node("Softmax", "x", "y").output("y");
    TestModel recent =
        TestModel.opset(13).input("x", 2, 3, 4).node("Softmax", "x", "y").output("y");

    assertThat(types(old.load()))
        .containsExactly("Placeholder", "Shape", "Flatten", "Softmax", "Reshape");
    assertThat(op(last.load(), "y")).isEqualTo(new Softmax(1, false));
    assertThat(op(recent.load(), "y")).isEqualTo(new Softmax(-1, false));
  }

  @Test
  void clipTakesBoundsFromAttributesOrConstants() {
    Graph old =
        TestModel.opset(6)
            .input("x", 2)
            .node("Clip", "x", "y", number("min", 0), number("max", 6))
            .output("y")
            .load();
    Graph half =
        TestModel.opset(11)
            .input("x", 2)
            .scalar("six", 6)
            .node("Clip", "x _ six", "y")
            .output("y")
            .load();
    Graph computed =
        TestModel.opset(11)
            .input("x", 2)
            .input("low")
            .node("Clip", "x low", "y")
            .output("y")
            .load();

    assertThat(op(old, "y")).isEqualTo(new Unary(UnaryFunction.CLIP, 0, 6));
    assertThat(op(half, "y")).isEqualTo(new Unary(UnaryFunction.CLIP, -Float.MAX_VALUE, 6));
    assertThat(types(computed)).containsExactly("Placeholder", "Placeholder", "Maximum");
  }

  @Test
  void oldBroadcastingNamesTheAxis() {
    Graph graph =
        TestModel.opset(6)
            .input("x", 2, 3, 4, 5)
            .weight("b", 3)
            .node("Add", "x b", "y", integer("broadcast", 1), integer("axis", 1))
            .output("y")
            .load();

    assertThat(shape(graph, "add/aligned")).isEqualTo(Shape.of(3, 1, 1));
    assertThat(shape(graph, "y")).isEqualTo(Shape.of(2, 3, 4, 5));
  }

  @Test
  void functionsOfManyValuesAreTakenTwoByTwo() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 2)
            .node("Max", "x x x", "y")
            .node("Sum", "x", "z")
            .node("Mean", "x x", "m")
            .output("y")
            .output("z")
            .output("m")
            .load();

    assertThat(types(graph))
        .containsExactly("Placeholder", "Maximum", "Maximum", "Identity", "Add", "Const", "Div");
  }

  @Test
  void rangesAreAttributesOrInputs() {
    Graph old =
        TestModel.opset(9)
            .input("x", 5, 5)
            .node("Slice", "x", "y", ints("starts", 1), ints("ends", -1), ints("axes", 1))
            .output("y")
            .load();
    Graph recent =
        TestModel.opset(11)
            .input("x", 5, 5)
            .longs("starts", -1)
            .longs("ends", Long.MIN_VALUE)
            .longs("steps", -2)
            .node("Slice", "x starts ends _ steps", "y")
            .output("y")
            .load();

    assertThat(shape(old, "y")).isEqualTo(Shape.of(5, 3));
    assertThat(shape(recent, "y")).isEqualTo(Shape.of(3, 5));
  }

  @Test
  void splitsBySizesOrEvenly() {
    Graph graph =
        TestModel.opset(18)
            .input("x", 7, 2)
            .longs("sizes", 2, 5)
            .node("Split", "x sizes", "a b")
            .node("Split", "x", "c _ d", integer("num_outputs", 3))
            .output("b")
            .output("d")
            .load();

    assertThat(shape(graph, "b")).isEqualTo(Shape.of(5, 2));
    assertThat(shape(graph, "d")).isEqualTo(Shape.of(1, 2));
  }

  @Test
  void padsMayNameTheirAxes() {
    Graph graph =
        TestModel.opset(18)
            .input("x", 2, 3)
            .longs("pads", 1, 2)
            .longs("axes", -1)
            .scalar("fill", 7)
            .node("Pad", "x pads fill axes", "y")
            .node("Pad", "x pads _ axes", "z", text("mode", "edge"))
            .output("y")
            .output("z")
            .load();

    assertThat(shape(graph, "y")).isEqualTo(Shape.of(2, 6));
    assertThat(op(graph, "y")).isEqualTo(new Pad(Pad.Mode.CONSTANT, 7));
    assertThat(op(graph, "z")).isEqualTo(new Pad(Pad.Mode.EDGE, 0));
  }

  @Test
  void reductionsTakeAxesFromAttributesOrInputs() {
    Graph graph =
        TestModel.opset(18)
            .input("x", 2, 3, 4)
            .longs("axes", -1)
            .node("ReduceMean", "x axes", "a", integer("keepdims", 0))
            .node("ReduceMax", "x", "b")
            .node("ReduceSum", "x", "c", integer("noop_with_empty_axes", 1))
            .output("a")
            .output("b")
            .output("c")
            .load();

    assertThat(shape(graph, "a")).isEqualTo(Shape.of(2, 3));
    assertThat(shape(graph, "b")).isEqualTo(Shape.of(1, 1, 1));
    assertThat(op(graph, "c")).isEqualTo(Unary.IDENTITY);
  }

  @Test
  void upsamplingIsResizing() {
    Graph graph =
        TestModel.opset(7)
            .input("x", 1, 1, 2, 3)
            .node("Upsample", "x", "y", numbers("scales", 1, 1, 2, 3))
            .output("y")
            .load();

    assertThat(op(graph, "y"))
        .isEqualTo(
            new Resize(
                Resize.Interpolation.NEAREST,
                Resize.Target.SCALES,
                Resize.Coordinates.ASYMMETRIC,
                Resize.Rounding.FLOOR,
                0));
    assertThat(shape(graph, "y")).isEqualTo(Shape.of(1, 1, 4, 9));
  }

  @Test
  void resizesBySizesOfSomeAxes() {
    Graph graph =
        TestModel.opset(18)
            .input("x", -1, 3, 4, 4)
            .longs("sizes", 9, 8)
            .node("Resize", "x _ _ sizes", "y", ints("axes", 2, 3), text("mode", "linear"))
            .initializer(tensor(1, "empty", 0))
            .initializer(
                tensor(1, "scales", 4)
                    .addFloatData(1)
                    .addFloatData(1)
                    .addFloatData(2)
                    .addFloatData(2))
            .node("Resize", "x empty scales", "z")
            .output("y")
            .output("z")
            .load();

    assertThat(shape(graph, "y").rank()).isEqualTo(4);
    assertThat(shape(graph, "z")).isEqualTo(Shape.of(-1, 3, 8, 8));
  }

  @Test
  void cubicResizingIsRefused() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 1, 1, 4, 4)
            .initializer(
                tensor(1, "s", 4).addFloatData(1).addFloatData(1).addFloatData(2).addFloatData(2))
            .node("Resize", "x _ s", "y", text("mode", "cubic"))
            .output("y");

    assertThatThrownBy(model::load)
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("mode cubic is not supported");
  }

  @Test
  void vectorsBecomeMatricesForAProduct() {
    Graph graph =
        TestModel.opset(13)
            .input("v", 3)
            .input("m", 5, 3, 4)
            .node("MatMul", "v m", "a")
            .node("MatMul", "v v", "b")
            .output("a")
            .output("b")
            .load();

    assertThat(shape(graph, "a")).isEqualTo(Shape.of(5, 4));
    assertThat(shape(graph, "b")).isEqualTo(Shape.scalar());
  }

  @Test
  void tilesAndBlocksAreReshapes() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 1, 8, 4, 6)
            .longs("repeats", 2, 1, 1, 3)
            .node("Tile", "x repeats", "t")
            .node("DepthToSpace", "x", "d", integer("blocksize", 2))
            .node("SpaceToDepth", "x", "s", integer("blocksize", 2))
            .output("t")
            .output("d")
            .output("s")
            .load();

    assertThat(shape(graph, "t")).isEqualTo(Shape.of(2, 8, 4, 18));
    assertThat(shape(graph, "d")).isEqualTo(Shape.of(1, 2, 8, 12));
    assertThat(shape(graph, "s")).isEqualTo(Shape.of(1, 32, 2, 3));
  }

  @Test
  void evenResponseWindowsHaveTheirOddChannelAbove() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 1, 8, 4, 6)
            .node("LRN", "x", "y", integer("size", 4), number("alpha", 2))
            .output("y")
            .load();

    LocalResponseNorm op = (LocalResponseNorm) op(graph, "y");
    assertThat(op.before()).isEqualTo(1);
    assertThat(op.after()).isEqualTo(2);
    assertThat(op.alpha()).isEqualTo(0.5);
  }

  @Test
  void dropoutIsTheIdentity() {
    Graph graph =
        TestModel.opset(12).input("x", 2).node("Dropout", "x", "y mask").output("y").load();

    assertThat(op(graph, "y")).isEqualTo(Unary.IDENTITY);
  }

  @Test
  void shapesMayBeAskedForInPart() {
    Graph graph =
        TestModel.opset(15)
            .input("x", 2, 3, 4)
            .node("Shape", "x", "y", integer("start", -2))
            .node("Size", "x", "z")
            .output("y")
            .output("z")
            .load();

    assertThat(shape(graph, "y")).isEqualTo(Shape.of(2));
    assertThat(shape(graph, "z")).isEqualTo(Shape.scalar());
  }

  @Test
  void normalisationsByOwnMomentsAreSpelledOut() {
    Graph graph =
        TestModel.opset(17)
            .input("x", 2, 3, 4, 5)
            .weight("c", 3)
            .weight("l", 4, 5)
            .node("InstanceNormalization", "x c c", "i")
            .node("LayerNormalization", "x l", "n", integer("axis", 2))
            .output("i")
            .output("n")
            .load();

    assertThat(shape(graph, "instancenormalization/mean")).isEqualTo(Shape.of(2, 3, 1, 1));
    assertThat(shape(graph, "i")).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(shape(graph, "layernormalization/mean")).isEqualTo(Shape.of(2, 3, 1, 1));
    assertThat(shape(graph, "n")).isEqualTo(Shape.of(2, 3, 4, 5));
  }
}
