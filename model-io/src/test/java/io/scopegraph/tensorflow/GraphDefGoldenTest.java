package io.scopegraph.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.DataType;
import io.scopegraph.tensorflow.proto.GraphDef;
import io.scopegraph.tensorflow.proto.NodeDef;
import io.scopegraph.tensorflow.proto.TensorProto;
import io.scopegraph.tensorflow.proto.VersionDef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Bytes and text that TensorFlow itself writes.
final class GraphDefGoldenTest {
  private static final Shape PAIRS = Shape.of(-1, 2);

  private static final String GRAPH =
      """
      0a680a056e65742f78120b506c616365686f6c6465722a270a0e5f6f75747075745f73686170657312150a133a11120b
      08ffffffffffffffffff01120208022a0b0a056474797065120230012a1c0a05736861706512133a11120b08ffffffff
      ffffffffff01120208020a560a056e65742f631205436f6e73742a1a0a0e5f6f75747075745f73686170657312080a06
      3a04120208022a0b0a056474797065120230012a1d0a0576616c756512144212080112041202080222080000803f0000
      00400a4c0a056e65742f7912034164641a056e65742f781a056e65742f632a070a0154120230012a270a0e5f6f757470
      75745f73686170657312150a133a11120b08ffffffffffffffffff01120208020a4e0a056e65742f7a120452656c751a
      056e65742f791a065e6e65742f632a070a0154120230012a270a0e5f6f75747075745f73686170657312150a133a1112
      0b08ffffffffffffffffff01120208022202081a
      """
          .replace("\n", "");

  /// Four nodes, one of them with an edge that is for order alone.
  private static GraphDef golden() {
    List<NodeDef> nodes = new ArrayList<>();
    draft("net/x", "Placeholder", PAIRS, nodes)
        .type("dtype", DType.FLOAT32)
        .shape("shape", PAIRS)
        .add();
    draft("net/c", "Const", Shape.of(2), nodes)
        .type("dtype", DType.FLOAT32)
        .tensor("value", TensorProtos.of(Tensor.ofFloats(Shape.of(2), 1, 2)))
        .add();
    draft("net/y", "Add", PAIRS, nodes).inputs("net/x", "net/c").type("T", DType.FLOAT32).add();
    draft("net/z", "Relu", PAIRS, nodes).inputs("net/y", "^net/c").type("T", DType.FLOAT32).add();
    return GraphDef.newBuilder()
        .addAllNode(nodes)
        .setVersions(VersionDef.newBuilder().setProducer(26))
        .build();
  }

  private static NodeDraft draft(String name, String type, Shape output, List<NodeDef> nodes) {
    return new NodeDraft(name, type, List.of(output), nodes::add);
  }

  private static String hex(Message message) throws IOException {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    message.writeTo(output);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void theGraphHasTheGoldenBytes() {
    ExportedGraph graph = new ExportedGraph(golden(), List.of(), Map.of(), Map.of());
    assertThat(HexFormat.of().formatHex(graph.bytes())).isEqualTo(GRAPH);
  }

  @Test
  void theGraphHasTheGoldenText() {
    ExportedGraph graph = new ExportedGraph(golden(), List.of(), Map.of(), Map.of());
    String text = graph.text();
    assertThat(text).hasSize(1663).hasLineCount(131);
    assertThat(Hashing.sha256().hashString(text, StandardCharsets.US_ASCII))
        .hasToString("cffe21f8e924a44a6fffb842d69c8f4663534f916dd9a95e2bc86c416ca2d948");
  }

  @Test
  void anExportedGraphHasTheGoldenBytes() {
    GraphAssembler assembler = new GraphAssembler();
    TensorSpec spec = new TensorSpec(DType.FLOAT32, PAIRS);
    Value x = assembler.add("net/x", new Placeholder(spec), List.of(), null);
    Tensor two = Tensor.ofFloats(Shape.of(2), 1, 2);
    Value c = assembler.add("net/c", new Constant(two), List.of(), null);
    Value y = assembler.add("net/y", new Binary(BinaryFunction.ADD), List.of(x, c), null);
    Value z = assembler.add("net/z", Unary.of(UnaryFunction.RELU), List.of(y), null);
    assembler.output("z", z);
    Graph graph = assembler.build();
    String withoutControlEdge =
        GRAPH.replace("0a4e0a056e65742f7a", "0a460a056e65742f7a").replace("1a065e6e65742f63", "");
    ExportedGraph exported = GraphDefExporter.export(graph);
    assertThat(HexFormat.of().formatHex(exported.bytes())).isEqualTo(withoutControlEdge);
    assertThat(exported.outputs()).containsOnly(Map.entry("z", "net/z"));
    assertThat(exported.foreign()).isEmpty();
    assertThat(exported.renamed()).isEmpty();
  }

  @Test
  void aConvolutionHasTheGoldenBytes() throws IOException {
    NodeDef node =
        attributes(draft ->
                draft
                    .inputs("x", "c/kernel/read")
                    .type("T", DType.FLOAT32)
                    .text("data_format", "NHWC")
                    .text("padding", "SAME")
                    .integers("strides", 1, 1, 1, 1))
            .setName("c/Conv2D")
            .setOp("Conv2D")
            .build();
    assertThat(hex(node))
        .isEqualTo(
            "0a08632f436f6e7632441206436f6e7632441a01781a0d632f6b65726e656c2f726561642a070a0154120230012a150a"
                + "0b646174615f666f726d6174120612044e4857432a110a0770616464696e671206120453414d452a130a077374726964"
                + "657312080a061a0401010101");
  }

  private static NodeDef.Builder attributes(Consumer<NodeDraft> setting) {
    List<NodeDef> nodes = new ArrayList<>();
    NodeDraft draft = draft("n", "N", Shape.scalar(), nodes);
    setting.accept(draft);
    draft.add();
    return nodes.getFirst().toBuilder().removeAttr("_output_shapes");
  }

  private static String attribute(Consumer<NodeDraft> setting) throws IOException {
    return hex(Objects.requireNonNull(attributes(setting).getAttrMap().get("a")));
  }

  @Test
  void attributesHaveTheGoldenBytes() throws IOException {
    assertThat(attribute(node -> node.type("a", DType.FLOAT32))).isEqualTo("3001");
    assertThat(attribute(node -> node.flag("a", true))).isEqualTo("2801");
    assertThat(attribute(node -> node.flag("a", false))).isEqualTo("2800");
    assertThat(attribute(node -> node.integer("a", 3))).isEqualTo("1803");
    assertThat(attribute(node -> node.integer("a", 0))).isEqualTo("1800");
    assertThat(attribute(node -> node.integer("a", -1))).isEqualTo("18ffffffffffffffffff01");
    assertThat(attribute(node -> node.number("a", 0.5))).isEqualTo("250000003f");
    assertThat(attribute(node -> node.number("a", 0))).isEqualTo("2500000000");
    assertThat(attribute(node -> node.text("a", "SAME"))).isEqualTo("120453414d45");
    assertThat(attribute(node -> node.shape("a", Shape.scalar()))).isEqualTo("3a00");
    assertThat(attribute(node -> node.shape("a", Shape.unknownRank()))).isEqualTo("3a021801");
    assertThat(attribute(node -> node.shape("a", PAIRS)))
        .isEqualTo("3a11120b08ffffffffffffffffff0112020802");
    assertThat(attribute(node -> node.shape("a", Shape.of(0)))).isEqualTo("3a021200");
  }

  @Test
  void listsHaveTheGoldenBytes() throws IOException {
    assertThat(attribute(node -> node.integers("a"))).isEqualTo("0a00");
    assertThat(attribute(node -> node.integers("a", 1, 2, 2, 1))).isEqualTo("0a061a0401020201");
    AttrValue place = attributes(node -> node.colocated("v")).getAttrMap().get("_class");
    assertThat(hex(Objects.requireNonNull(place))).isEqualTo("0a0812066c6f633a4076");
  }

  @Test
  void tensorsHaveTheGoldenBytes() throws IOException {
    assertThat(tensor(Tensor.scalar(1f))).isEqualTo("420a080112002a040000803f");
    assertThat(tensor(Tensor.ofFloats(Shape.of(2), 1, 2)))
        .isEqualTo("421208011204120208022208" + "0000803f00000040");
    assertThat(tensor(Tensor.scalar(-1))).isEqualTo("4210080312003a0affffffffffffffffff01");
    assertThat(tensor(Tensor.ofBooleans(Shape.scalar(), true))).isEqualTo("4207080a12005a0101");
    AttrValue text =
        AttrValue.newBuilder()
            .setTensor(
                TensorProto.newBuilder()
                    .setDtype(DataType.DT_STRING)
                    .setTensorShape(TensorProtos.shape(Shape.scalar()))
                    .addStringVal(ByteString.copyFromUtf8("ab")))
            .build();
    assertThat(hex(text)).isEqualTo("4208080712004202" + "6162");
  }

  private static String tensor(Tensor tensor) throws IOException {
    return attribute(node -> node.tensor("a", TensorProtos.of(tensor)));
  }
}
