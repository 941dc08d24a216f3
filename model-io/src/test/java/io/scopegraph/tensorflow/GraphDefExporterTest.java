package io.scopegraph.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.NodeDef;
import io.scopegraph.tensorflow.proto.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class GraphDefExporterTest {
  private static final TensorSpec PAIRS = new TensorSpec(DType.FLOAT32, Shape.of(-1, 2));

  private static NodeDef find(ExportedGraph graph, String name) {
    return graph.proto().getNodeList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + name));
  }

  private static List<String> names(ExportedGraph graph) {
    return graph.proto().getNodeList().stream().map(NodeDef::getName).toList();
  }

  /// Two scopes, a filled and a random variable.
  private static Graph network() {
    GraphBuilder g = new GraphBuilder();
    Output x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    try (var _ = g.variableScope("dense")) {
      var weights = g.getVariable("weights", Shape.of(3, 2));
      var bias = g.getVariable("bias", Shape.of(2), Initializers.constant(0.5));
      return g.build(Map.of("y", Nn.biasAdd(MathOps.matMul(x, weights), bias)));
    }
  }

  @Test
  void variablesComeWithTheirFirstValues() {
    ExportedGraph graph = GraphDefExporter.export(network());
    assertThat(names(graph))
        .contains(
            "dense/weights",
            "dense/weights/initial_value",
            "dense/weights/Assign",
            "dense/weights/read");
    assertThat(find(graph, "dense/weights").getOp()).isEqualTo("VariableV2");
    assertThat(find(graph, "dense/weights/read").getInputList()).containsExactly("dense/weights");
    assertThat(find(graph, "dense/weights/Assign").getInputList())
        .containsExactly("dense/weights", "dense/weights/initial_value");
    assertThat(
            find(graph, "dense/weights/Assign")
                .getAttrOrThrow("_class")
                .getList()
                .getS(0)
                .toStringUtf8())
        .isEqualTo("loc:@dense/weights");
    TensorProto random = value(graph, "dense/weights/initial_value");
    assertThat(random.getTensorContent().size()).isEqualTo(24);
    TensorProto filled = value(graph, "dense/bias/initial_value");
    assertThat(filled.getFloatValList()).containsExactly(0.5f);
    assertThat(filled.getTensorShape().getDim(0).getSize()).isEqualTo(2);
  }

  private static TensorProto value(ExportedGraph graph, String name) {
    return find(graph, name).getAttrOrThrow("value").getTensor();
  }

  @Test
  void aGraphComesBackAsItWas() {
    Graph graph = network();
    ExportedGraph exported = GraphDefExporter.export(graph);
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withOutputs(List.copyOf(exported.outputs().values()));
    Graph again = GraphDefImporter.importBytes("again", exported.bytes(), options);
    assertThat(again.variables().keySet()).isEqualTo(graph.variables().keySet());
    graph
        .variables()
        .forEach((key, node) -> {
          VariableOp ours = (VariableOp) node.op();
          VariableOp theirs = (VariableOp) Objects.requireNonNull(again.variables().get(key)).op();
          assertThat(theirs.initial().create(theirs.spec()))
              .isEqualTo(ours.initial().create(ours.spec()));
        });
  }

  @Test
  void frozenVariablesAreConstants() {
    Tensor bias = Tensor.ofFloats(Shape.of(2), 7, 8);
    ExportedGraph graph =
        GraphDefExporter.export(
            network(), GraphDefExportOptions.frozen(Map.of("dense/bias", bias)));
    assertThat(graph.proto().getNodeList())
        .extracting(NodeDef::getOp)
        .doesNotContain("VariableV2", "Assign");
    assertThat(value(graph, "dense/bias")).isEqualTo(TensorProtos.of(bias));
    assertThat(value(graph, "dense/weights").getTensorContent().size()).isEqualTo(24);
    assertThatThrownBy(() ->
            GraphDefExporter.export(
                network(), GraphDefExportOptions.frozen(Map.of("dense/bias", Tensor.scalar(1f)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense/bias");
  }

  @Test
  void everyNodeTellsTheShapesOfItsOutputs() {
    for (NodeDef node : GraphDefExporter.export(network()).proto().getNodeList()) {
      assertThat(node.getAttrOrThrow("_output_shapes").getList().getShapeCount())
          .as(node.getName())
          .isPositive();
    }
  }

  @Test
  void namesThatTensorFlowRefusesAreReplaced() {
    GraphAssembler assembler = new GraphAssembler();
    Value x = assembler.add("_in put", new Placeholder(PAIRS), List.of(), null);
    Value y = assembler.add("a/b:0", Unary.of(UnaryFunction.RELU), List.of(x), null);
    Value z = assembler.add("a/b_0", Unary.of(UnaryFunction.ABS), List.of(y), null);
    assembler.output("result", z);
    ExportedGraph graph = GraphDefExporter.export(assembler.build());
    assertThat(names(graph)).containsExactly("._in_put", "a/b_0_1", "a/b_0");
    assertThat(graph.renamed())
        .containsOnly(Map.entry("_in put", "._in_put"), Map.entry("a/b:0", "a/b_0_1"));
    assertThat(graph.outputs()).containsOnly(Map.entry("result", "a/b_0"));
    assertThat(find(graph, "a/b_0").getInputList()).containsExactly("a/b_0_1");
  }

  @Test
  void auxiliaryNodesStandBelowTheirReaders() {
    GraphAssembler assembler = new GraphAssembler();
    Value x = assembler.add("x", new Placeholder(PAIRS), List.of(), null);
    assembler.add("y/perm", Unary.of(UnaryFunction.ABS), List.of(x), null);
    assembler.add("y", Transpose.of(1, 0), List.of(x), null);
    ExportedGraph graph = GraphDefExporter.export(assembler.build());
    assertThat(names(graph)).containsExactly("x", "y/perm", "y/perm_1", "y");
    assertThat(find(graph, "y").getInputList()).containsExactly("x", "y/perm_1");
  }

  @Test
  void whatTensorFlowLacksIsReported() {
    GraphAssembler assembler = new GraphAssembler();
    Value x = assembler.add("x", new Placeholder(PAIRS), List.of(), null);
    Value pads = assembler.add("pads", new Constant(Tensor.vector(0, 2, 0, 2)), List.of(), null);
    Value y = assembler.add("y", new Pad(Pad.Mode.WRAP, 0), List.of(x, pads), null);
    assembler.output("y", y);
    ExportedGraph graph = GraphDefExporter.export(assembler.build());
    assertThat(graph.foreign()).hasSize(1);
    assertThat(graph.foreign().getFirst().node()).isEqualTo("y");
    assertThat(graph.foreign().getFirst().reason()).contains("opposite side");
    NodeDef node = find(graph, "y");
    assertThat(node.getOp()).isEqualTo("ScopegraphPad");
    assertThat(node.getInputList()).containsExactly("x", "pads");
    assertThat(node.getAttrOrThrow("attributes").getS().toStringUtf8()).contains("WRAP");
    assertThat(names(graph)).containsExactly("x", "pads", "y");
  }

  @Test
  void textIsAsPythonWritesIt() {
    assertThat(decimal(0f)).isEqualTo("0.0");
    assertThat(decimal(-0f)).isEqualTo("-0.0");
    assertThat(decimal(0.1f)).isEqualTo("0.1");
    assertThat(decimal(1e-7f)).isEqualTo("1e-07");
    assertThat(decimal(-1.5e-7f)).isEqualTo("-1.5e-07");
    assertThat(decimal(0.0001f)).isEqualTo("0.0001");
    assertThat(decimal(100000f)).isEqualTo("100000.0");
    assertThat(decimal(1e20f)).isEqualTo("1e+20");
    assertThat(decimal(Float.NaN)).isEqualTo("nan");
    assertThat(decimal(Float.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }

  private static String decimal(float value) {
    return ProtoText.decimal(value, Float.toString(value));
  }
}
