package io.scopegraph.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class GraphDefImporterTest {
  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @Test
  void nodesMayBeInAnyOrder() {
    Graph graph =
        new GraphText()
            .node("Relu", "net/y", "net/sum:0")
            .node("Add", "net/sum", "x c ^x")
            .number("c", 2)
            .input("x", -1, 3)
            .load();
    assertThat(names(graph)).containsExactly("x", "c", "net/sum", "net/y");
    assertThat(graph.outputs().keySet()).containsExactly("net/y");
    assertThat(graph.spec(graph.value("net/y")))
        .isEqualTo(new TensorSpec(DType.FLOAT32, Shape.of(-1, 3)));
  }

  @Test
  void onlyWhatTheOutputsNeedIsImported() {
    GraphText text =
        new GraphText()
            .input("x", 2)
            .node("Relu", "a", "x")
            .node("Tanh", "b", "a ^train")
            .node("NoSuchOp", "train", "a")
            .node("NoOp", "init", "^train");
    assertThat(names(text.load("b"))).containsExactly("x", "a", "b");
    assertThat(text.load("a:0", "b").outputs().keySet()).containsExactly("a", "b");
  }

  @Test
  void nodesThatNothingReadsAreTheOutputs() {
    Graph graph =
        new GraphText()
            .input("x", 6)
            .scalar("axis", 0)
            .node("Split", "pieces", "axis x", "num_split: i: 3")
            .node("Abs", "y", "x")
            .node("NoOp", "init", "^y")
            .load();
    assertThat(graph.outputs().keySet()).containsExactly("pieces", "pieces:1", "pieces:2", "y");
  }

  @Test
  void unsupportedOpsAreListedTogether() {
    GraphText text =
        new GraphText()
            .input("x", 2)
            .node("Where", "w", "x")
            .node("Relu", "r", "w")
            .node("LSTMBlockCell", "l", "x")
            .node("Add", "y", "r l");
    assertThatThrownBy(() -> text.load("y"))
        .isInstanceOfSatisfying(
            UnsupportedOpException.class,
            e ->
                assertThat(e.ops())
                    .extracting(UnsupportedOp::node)
                    .containsExactlyInAnyOrder("w", "l"))
        .hasMessageStartingWith("graph.pbtxt")
        .hasMessageContaining("Where \"w\"");
  }

  @Test
  void functionsAreNamed() {
    GraphText text =
        new GraphText()
            .input("x", 2)
            .node("MyFunction", "f", "x")
            .raw("library { function { signature { name: \"MyFunction\" is_stateful: true } } }");
    assertThatThrownBy(() -> text.load("f")).hasMessageContaining("functions");
  }

  @Test
  void brokenEdgesAreRefused() {
    refuses(new GraphText().node("Relu", "y", "none"), "node \"y\" (Relu): reads \"none\"");
    refuses(new GraphText().input("x", 1).node("Relu", "y", "x:1"), "reads output 1 of \"x\"");
    refuses(new GraphText().input("x", 1).node("Relu", "y", "x:z"), "names no output");
    refuses(new GraphText().input("x", 1).node("Add", "y", "x ^x x"), "after a control input");
    refuses(new GraphText().input("x", 1).node("Add", "y", "x"), "input 1 is missing");
    refuses(new GraphText().input("x", 1).node("Abs", "x", ""), "the name is taken");
    refuses(new GraphText().input("", 1), "has no name");
  }

  @Test
  void cyclesAreRefused() {
    GraphText itself = new GraphText().node("Relu", "y", "y");
    assertThatThrownBy(() -> itself.load("y"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("a cycle");
    GraphText two = new GraphText().input("x", 1).node("Add", "a", "b x").node("Relu", "b", "a");
    assertThatThrownBy(() -> two.load("b")).hasMessageContaining("a cycle");
  }

  private static void refuses(GraphText text, String message) {
    assertThatThrownBy(() -> text.load(GraphDefImportOptions.defaults()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("graph.pbtxt")
        .hasMessageContaining(message);
  }

  @Test
  void wrongNamesOfTheCallerAreNamed() {
    GraphText text = new GraphText().input("x", 1).node("Relu", "y", "x");
    assertThatThrownBy(() -> text.load("z")).hasMessageContaining("has no node \"z\"");
    assertThatThrownBy(() -> text.load("y:1")).hasMessageContaining("has no output 1");
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withConstant("keep", Tensor.scalar(1f));
    assertThatThrownBy(() -> text.load(options)).hasMessageContaining("\"keep\"");
  }

  @Test
  void attributesOfTheWrongTypeAreNamed() {
    refuses(
        new GraphText().input("x", 1, 4, 4, 1).node("MaxPool", "p", "x", "ksize: i: 3"),
        "attribute ksize must be a list, found an integer");
    refuses(
        new GraphText().input("x", 1, 4, 4, 1).node("MaxPool", "p", "x", "padding: s: \"HALF\""),
        "unknown padding \"HALF\"");
    refuses(new GraphText().raw("node { name: 5 }"), "line 1, column 14");
  }

  @Test
  void variablesBeginWithWhatTheyAreAssigned() {
    Graph graph =
        new GraphText()
            .node("VariableV2", "v", "", "dtype: type: DT_FLOAT", "shape: " + GraphText.shape(2))
            .node("VariableV2", "w", "", "dtype: type: DT_FLOAT", "shape: " + GraphText.shape(2))
            .node("VariableV2", "u", "", "dtype: type: DT_FLOAT", "shape: " + GraphText.shape(1))
            .filled("v/first", 0.5, 2)
            .filled("u/first", 3, 1)
            .node("Assign", "v/Assign", "v v/first")
            .node("Assign", "u/Assign", "u u/first")
            .node("Identity", "v/read", "v")
            .node("Add", "sum", "v/read w")
            .node("Add", "y", "sum u")
            .load("y");
    assertThat(graph.variables().keySet()).containsExactly("v", "w", "u");
    assertThat(initial(graph, "v")).isEqualTo(new InitialValue.Filled(0.5));
    assertThat(initial(graph, "w")).isEqualTo(new InitialValue.Filled(Double.NaN));
    assertThat(initial(graph, "u"))
        .isEqualTo(new InitialValue.Fixed(Tensor.ofFloats(Shape.of(1), 3)));
  }

  private static InitialValue initial(Graph graph, String variable) {
    return ((VariableOp) Objects.requireNonNull(graph.variables().get(variable)).op()).initial();
  }

  @Test
  void oldGraphsDoNotKnowTheShapesOfTheirScalars() {
    GraphText text = new GraphText().input("x").node("Relu", "y", "x");
    assertThat(text.load().spec(text.load().value("y")).shape()).isEqualTo(Shape.scalar());
    Graph old = text.raw("versions { producer: 21 }").load();
    assertThat(old.spec(old.value("y")).shape()).isEqualTo(Shape.unknownRank());
  }

  @Test
  void anyNodeCanBeMadeAnInput() {
    GraphText text =
        new GraphText()
            .node("IteratorGetNext", "next", "iterator")
            .node("OneShotIterator", "iterator", "")
            .number("keep/default", 1)
            .node("PlaceholderWithDefault", "keep", "keep/default")
            .node("Mul", "y", "next keep");
    TensorSpec spec = new TensorSpec(DType.FLOAT32, Shape.of(-1, 4));
    Graph graph =
        text.load(
            GraphDefImportOptions.defaults().withOutputs(List.of("y")).withInput("next", spec));
    assertThat(names(graph)).containsExactly("next", "keep", "y");
    assertThat(graph.nodes().get(0).op()).isEqualTo(new Placeholder(spec));
    assertThat(graph.nodes().get(1).op()).isEqualTo(new Constant(Tensor.scalar(1f)));
  }

  private static GraphText dropout(double keep) {
    return new GraphText()
        .input("x", -1, 4)
        .number("keep", keep)
        .number("min", 0)
        .number("max", 1)
        .node("Shape", "shape", "x")
        .node("RandomUniform", "uniform", "shape", "dtype: type: DT_FLOAT")
        .node("Sub", "span", "max min")
        .node("Mul", "scaled", "uniform span")
        .node("Add", "random", "scaled min")
        .node("Add", "shifted", "keep random")
        .node("Floor", "mask", "shifted")
        .node("RealDiv", "divided", "x keep")
        .node("Mul", "y", "divided mask");
  }

  @Test
  void dropoutThatDropsNothingIsAFactorOfOne() {
    Graph graph = dropout(1).load("y");
    assertThat(names(graph)).containsExactly("x", "keep", "divided", "mask", "y");
    assertThat(graph.constant(graph.value("mask"))).isEqualTo(Tensor.scalar(1f));
    assertThatThrownBy(() -> dropout(0.5).load("y"))
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("RandomUniform \"uniform\"");
  }

  @Test
  void dropoutByComparisonIsRecognised() {
    GraphText text =
        new GraphText()
            .input("x", 4)
            .ints("shape", 4)
            .node("RandomUniform", "uniform", "shape")
            .node("PlaceholderWithDefault", "rate", "none")
            .number("none", 0)
            .node("GreaterEqual", "kept", "uniform rate")
            .node("Cast", "factor", "kept", "DstT: type: DT_FLOAT")
            .node("Mul", "y", "x factor");
    assertThat(text.load("y").constant(text.load("y").value("factor")))
        .isEqualTo(Tensor.scalar(1f));
  }

  @Test
  void groupsFollowFromTheShapes() {
    GraphText text =
        new GraphText()
            .input("x", 1, 8, 8, 6)
            .filled("grouped", 0.1, 3, 3, 2, 9)
            .filled("depthwise", 0.1, 3, 3, 6, 2)
            .node(
                "Conv2D",
                "g",
                "x grouped",
                "padding: s: \"SAME\"",
                "strides: list { i: 1 i: 1 i: 1 i: 1 }")
            .node(
                "DepthwiseConv2dNative",
                "d",
                "x depthwise",
                "padding: s: \"VALID\"",
                "strides: list { i: 1 i: 2 i: 2 i: 1 }");
    Graph graph = text.load("g", "d");
    assertThat(((Conv2D) graph.op(graph.value("g"))).groups()).isEqualTo(3);
    assertThat(((Conv2D) graph.op(graph.value("d"))).groups()).isEqualTo(6);
    assertThat(graph.spec(graph.value("g")).shape()).isEqualTo(Shape.of(1, 8, 8, 9));
    assertThat(graph.spec(graph.value("d")).shape()).isEqualTo(Shape.of(1, 3, 3, 12));
  }

  @Test
  void trainingModeIsRefused() {
    GraphText text =
        new GraphText()
            .input("x", 1, 2, 2, 1)
            .filled("c", 1, 1)
            .node("FusedBatchNormV3", "n", "x c c c c");
    assertThatThrownBy(() -> text.load("n")).hasMessageContaining("is_training");
  }

  @Test
  void shapesThatAreKnownAreFolded() {
    Graph graph =
        new GraphText()
            .input("x", 2, 3, 4)
            .node("Rank", "rank", "x")
            .scalar("zero", 0)
            .scalar("one", 1)
            .node("Range", "axes", "zero rank one")
            .node("Sum", "total", "x axes")
            .node("Shape", "shape", "x")
            .node("Reshape", "again", "x shape")
            .load("total", "again");
    assertThat(graph.spec(graph.value("total")).shape()).isEqualTo(Shape.scalar());
    assertThat(graph.spec(graph.value("again")).shape()).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void shortFormsOfTensorsAreFilledUp() {
    Graph graph =
        new GraphText()
            .node(
                "Const",
                "c",
                "",
                "value: tensor { dtype: DT_INT64 tensor_shape { dim { size: 4 } } int64_val: 7 int64_val: -1 }")
            .node("Identity", "y", "c")
            .load("y");
    assertThat(graph.constant(graph.value("y"))).isEqualTo(Tensor.vector(7, -1, -1, -1));
  }

  @Test
  void halfValuesAreBitPatterns() {
    Graph graph =
        new GraphText()
            .node(
                "Const",
                "c",
                "",
                "value: tensor { dtype: DT_HALF tensor_shape { } half_val: 15360 }")
            .node("Identity", "y", "c")
            .load("y");
    Tensor one = Objects.requireNonNull(graph.constant(graph.value("y")));
    assertThat(one.getDouble(0)).isEqualTo(1);
  }

  @Test
  void typesThatNothingComputesWithAreNamed() {
    GraphText text =
        new GraphText()
            .node("Placeholder", "names", "", "dtype: type: DT_STRING")
            .node("Identity", "y", "names");
    assertThatThrownBy(() -> text.load("y"))
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("element type string is not supported");
  }
}
