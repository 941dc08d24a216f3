package io.scopegraph.onnx;

import static io.scopegraph.onnx.TestModel.integer;
import static io.scopegraph.onnx.TestModel.ints;
import static io.scopegraph.onnx.TestModel.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.SourceLine;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every model, whatever its ops.
final class OnnxImporterTest {
  private static NodeProto.Builder named(String name) {
    return NodeProto.newBuilder().setName(name);
  }

  @Test
  void keepsTheNamesOfInputsOutputsAndNodes() {
    Graph graph =
        TestModel.opset(13)
            .input("in/x", 2)
            .node(named("/block/relu"), "Relu", "in/x", "y")
            .node(named(""), "Neg", "y", "out:0")
            .node(named("/block/relu"), "Abs", "y", "z")
            .output("out:0")
            .output("z")
            .load();

    assertThat(graph.nodes())
        .extracting(Node::name)
        .containsExactly("in/x", "block/relu", "out:0", "block/relu_1");
    assertThat(graph.nodes().get(1).scopePath()).isEqualTo("block");
    assertThat(graph.outputs().keySet()).containsExactly("out:0", "z");
    assertThat(graph.node(1).source()).isEqualTo(new SourceLine("test.onnx", 0));
  }

  @Test
  void undecidedDimsAreUnknown() {
    Graph graph = TestModel.opset(13).input("x", -1, 0, 3).output("x").load();

    assertThat(graph.spec(graph.value("x")).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 3));
  }

  @Test
  void listedInitializersAreNotInputs() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 2)
            .input("w", 2)
            .weight("w", 2)
            .node("Add", "x w", "y")
            .output("y")
            .load();

    assertThat(graph.placeholders()).extracting(Node::name).containsExactly("x");
  }

  @Test
  void constantsThatOnlyFeedAttributesDoNotEnterTheGraph() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 2)
            .longs("axes", 0)
            .node("Unsqueeze", "x axes", "y")
            .output("y")
            .load();

    assertThat(graph.nodes()).hasSize(2);
  }

  @Test
  void followsConstantsThroughOtherNodes() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 2)
            .node("Constant", "", "c", integer("value_int", 1))
            .node("Cast", "c", "f", integer("to", 1))
            .node("Identity", "f", "g")
            .node("Cast", "g", "h", integer("to", 7))
            .longs("one", 1)
            .longs("zero", 0)
            .node("Reshape", "h one", "axes")
            .node("Unsqueeze", "axes zero", "wide")
            .node("Squeeze", "wide zero", "narrow")
            .node("Unsqueeze", "x narrow", "y")
            .output("y")
            .load();

    assertThat(graph.spec(graph.value("y")).shape()).isEqualTo(Shape.of(2, 1));
  }

  @Test
  void inputsCanBeMadeConstants() {
    byte[] model =
        TestModel.opset(13)
            .input("x", 2)
            .input(TestModel.INT64, "axes", 1)
            .node("Unsqueeze", "x axes", "y")
            .output("y")
            .bytes();
    assertThatThrownBy(() -> OnnxImporter.importBytes("m.onnx", model))
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("the axes must be constant");
    OnnxImportOptions options = OnnxImportOptions.defaults().withConstant("axes", Tensor.vector(1));

    Graph graph = OnnxImporter.importBytes("m.onnx", model, options);

    assertThat(graph.placeholders()).extracting(Node::name).containsExactly("x");
    assertThat(graph.spec(graph.value("y")).shape()).isEqualTo(Shape.of(2, 1));
    OnnxImportOptions misspelt =
        OnnxImportOptions.defaults().withConstant("axis", Tensor.vector(1));
    assertThatThrownBy(() -> OnnxImporter.importBytes("m.onnx", model, misspelt))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no input \"axis\"");
  }

  @Test
  void readsAllFormsOfConstants() {
    Graph graph =
        TestModel.opset(13)
            .node("Constant", "", "t", tensor("value", tensor(1, "", 1).addFloatData(7)))
            .node("Constant", "", "f", TestModel.number("value_float", 1.5f))
            .node("Constant", "", "i", integer("value_int", -2))
            .node("Constant", "", "fs", TestModel.numbers("value_floats", 1, 2))
            .node("Constant", "", "is", ints("value_ints", 3, 4))
            .output("t")
            .output("f")
            .output("i")
            .output("fs")
            .output("is")
            .load();

    assertThat(graph.outputs().values().stream().map(graph::constant))
        .containsExactly(
            Tensor.ofFloats(Shape.of(1), 7),
            Tensor.scalar(1.5f),
            Tensor.scalar(-2L),
            Tensor.ofFloats(Shape.of(2), 1, 2),
            Tensor.vector(3, 4));
  }

  @Test
  void anOutputMayBeAnInput() {
    Graph graph = TestModel.opset(13).input("x", 2).output("x").load();

    assertThat(graph.op(graph.value("x"))).isInstanceOf(Placeholder.class);
  }

  @Test
  void listsAllThatIsUnsupportedAtOnce() {
    byte[] model =
        TestModel.opset(13)
            .input("x", 2)
            .input(8, "text", 2)
            .node(named("a/strange"), "Strange", "x", "s")
            .node(named("a/custom").setDomain("com.example"), "Relu", "x", "c")
            .node(named("a/after"), "Relu", "s", "t")
            .node(named("a/other"), "Loop", "t", "l")
            .node(named("a/axes"), "Unsqueeze", "x x", "u")
            .node(named("a/words"), "Identity", "text", "v")
            .output("l")
            .bytes();

    assertThatThrownBy(() -> OnnxImporter.importBytes("m.onnx", model))
        .isInstanceOfSatisfying(
            UnsupportedOpException.class,
            e ->
                assertThat(e.ops())
                    .containsExactly(
                        new UnsupportedOp(
                            "graph input", "", 13, "text", "element type string is not supported"),
                        new UnsupportedOp(
                            "Strange", "", 13, "a/strange", "this op is not supported"),
                        new UnsupportedOp(
                            "Relu",
                            "com.example",
                            0,
                            "a/custom",
                            "ops of the domain \"com.example\" are not supported"),
                        new UnsupportedOp("Loop", "", 13, "a/other", "this op is not supported"),
                        new UnsupportedOp(
                            "Unsqueeze", "", 13, "a/axes", "the axes must be constant")))
        .hasMessageStartingWith("m.onnx: 5 nodes are not supported:")
        .hasMessageContaining("Strange (opset 13) \"a/strange\": this op is not supported");
  }

  @Test
  void refusesOpSetsThatAreTooOldOrNotNamed() {
    assertThatThrownBy(
            () -> TestModel.opset(5).input("x").node("Relu", "x", "y").output("y").load())
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("op set 5 is older than 6");
    assertThatThrownBy(
            () -> TestModel.opset(0).input("x").node("Relu", "x", "y").output("y").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("does not say which op set");
  }

  @Test
  void nodesMustNotReadWhatComesLater() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .node(named("first"), "Add", "x b", "a")
            .node("Relu", "a", "b")
            .output("a");

    assertThatThrownBy(model::load)
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("test.onnx: node \"first\" (Add): reads \"b\", which nothing before it gives");
  }

  @Test
  void namesAreGivenOnce() {
    assertThatThrownBy(
            () -> TestModel.opset(13).input("x").node("Relu", "x", "x").output("x").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the name is taken");
    assertThatThrownBy(() -> TestModel.opset(13).input("x").input("x").output("x").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("declared twice");
    assertThatThrownBy(() -> TestModel.opset(13).weight("w").weight("w").output("w").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the name is taken");
    assertThatThrownBy(() -> TestModel.opset(13).input("x").output("x").output("x").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("declared twice");
  }

  @Test
  void outputsMustExist() {
    assertThatThrownBy(() -> TestModel.opset(13).input("x").output("y").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("output \"y\" is not given by any node");
    assertThatThrownBy(() -> TestModel.opset(13).input("x").load())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no outputs");
  }

  @Test
  void brokenConstraintsNameFileAndNode() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .weight("w", 3)
            .node(named("sum"), "Add", "x w", "y")
            .output("y");

    assertThatThrownBy(model::load)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("test.onnx: node \"sum\" (Add): ")
        .hasMessageContaining("(2,) and (3,)");
  }

  @Test
  void attributesMustHaveTheirType() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2, 2)
            .node("Concat", "x x", "y", TestModel.text("axis", "1"))
            .output("y");

    assertThatThrownBy(model::load)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("attribute axis must be of type INT, found STRING");
  }

  @Test
  void attributesOfOldFilesHaveNoType() {
    Graph graph =
        TestModel.opset(7)
            .input("x", 2, 3)
            .node("Transpose", "x", "y", ints("perm", 1, 0).toBuilder().clearType().build())
            .output("y")
            .load();

    assertThat(graph.spec(graph.value("y")).shape()).isEqualTo(Shape.of(3, 2));
  }

  @Test
  void outputsThatAreNotComputedMustNotBeRead() {
    TestModel model = TestModel.opset(13).input("x", 1, 1, 4, 4);
    TestModel pool = model.node("MaxPool", "x", "y indices", ints("kernel_shape", 2, 2));

    assertThat(pool.output("y").load().outputs()).hasSize(1);
    assertThatThrownBy(() -> pool.output("indices").load())
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("its output 1 (\"indices\") is not supported");
  }

  @Test
  void weightsAreViewsOfTheBytes() {
    byte[] bytes = TestModel.opset(13).weight("w", 1).output("w").bytes();
    Graph graph = OnnxImporter.importBytes("m.onnx", bytes);
    Tensor weight = ((Constant) graph.op(graph.value("w"))).value();

    assertThat(weight.segment().isReadOnly()).isTrue();
    assertThat(weight.segment().isNative()).isFalse();
  }

  @Test
  void refusesFilesThatAreNoModels(@TempDir Path folder) throws IOException {
    Path text = folder.resolve("text.onnx");
    Files.writeString(text, "# A text\n\nwith another name.\n");
    Path empty = folder.resolve("empty.onnx");
    Files.createFile(empty);

    assertThatThrownBy(() -> OnnxImporter.importFile(text))
        .isInstanceOfSatisfying(ModelFormatException.class, e -> assertThat(e.offset()).isPresent())
        .hasMessageContaining("text.onnx at byte")
        .hasMessageContaining("expected an ONNX model");
    assertThatThrownBy(() -> OnnxImporter.importFile(empty))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("found an empty file");
    assertThatThrownBy(() -> OnnxImporter.importFile(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("found a directory");
    assertThatThrownBy(() -> OnnxImporter.importFile(folder.resolve("none.onnx")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void headersCanBeReadAlone() {
    byte[] model = TestModel.opset(13).input("x").node("Strange", "x", "y").output("y").bytes();

    assertThat(OnnxHeader.parse("m.onnx", model))
        .isEqualTo(new OnnxHeader(8, "", ImmutableMap.of("", 13L)));
  }
}
