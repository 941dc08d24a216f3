package io.scopegraph.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is drawn of a graph.
class GraphPictureTest {
  private static PictureNode find(GraphPicture picture, String name) {
    return picture.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + name));
  }

  private static List<String> paths(GraphPicture picture) {
    return picture.scopes().stream().map(Scope::path).toList();
  }

  @Test
  void scopesNestAsNamesSay() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    assertThat(paths(picture))
        .containsExactly(
            "",
            "siamese",
            "siamese/conv1",
            "siamese/conv2",
            "siamese_1",
            "siamese_1/conv1",
            "siamese_1/conv2");
    PictureNode relu = find(picture, "siamese_1/conv2/Relu");
    assertThat(picture.scope(relu.scope()).path()).isEqualTo("siamese_1/conv2");
    assertThat(relu.label()).isEqualTo("Relu");
    for (Scope scope : picture.scopes()) {
      assertThat(scope.id() == 0 || scope.parent() < scope.id()).isTrue();
      scope.nodes().forEach(id -> assertThat(picture.node(id).scope()).isEqualTo(scope.id()));
    }
  }

  @Test
  void variableWithItsReadIsOneNode() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    PictureNode kernel = find(picture, "siamese/conv1/kernel");
    assertThat(kernel.label()).isEqualTo("kernel");
    assertThat(kernel.helpers()).containsExactly("siamese/conv1/kernel/read");
    assertThat(kernel.parameterBytes()).isEqualTo(3 * 3 * 3 * 8 * 4);
    assertThat(picture.nodes()).noneMatch(node -> node.name().endsWith("/read"));
  }

  @Test
  void sharedVariableIsDrawnOnceWithLinksToAllUsers() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    PictureNode kernel = find(picture, "siamese/conv1/kernel");
    assertThat(picture.nodes().stream().filter(node -> node.name().endsWith("conv1/kernel")))
        .hasSize(1);
    assertThat(picture.links().stream().filter(link -> link.source() == kernel.id()))
        .extracting(link -> picture.node(link.target()).name())
        .containsExactly("siamese/conv1/Conv2D", "siamese_1/conv1/Conv2D");
    assertThat(kernel.isShared()).isTrue();
    assertThat(kernel.users()).isEqualTo(2);
    assertThat(find(GraphPicture.of(DrawnGraphs.residual(1, 1)), "stage1/block1/conv1/kernel"))
        .matches(node -> !node.isShared());
  }

  @Test
  void variableThatIsAlsoAScopeStandsInIt() {
    GraphBuilder graph = new GraphBuilder();
    Output x = graph.placeholder("x", DType.FLOAT32, Shape.of(4));
    Operand variable = graph.getVariable("v", Shape.of(4));
    Output sum;
    try (var _ = graph.nameScope("v/")) {
      sum = MathOps.add(MathOps.add(x, variable), x);
    }
    GraphPicture picture = GraphPicture.of(graph.build(sum));
    PictureNode node = find(picture, "v");
    assertThat(node.label()).isEqualTo("(v)");
    assertThat(picture.scope(node.scope()).path()).isEqualTo("v");
  }

  @Test
  void scopeOfOneNodeIsPartOfItsLabel() {
    GraphAssembler graph = new GraphAssembler();
    Value x = placeholder(graph, "x");
    Value y = graph.add("a/b/Abs", Unary.of(UnaryFunction.ABS), List.of(x), null);
    graph.output("y", y);
    GraphPicture picture = GraphPicture.of(graph.build());
    assertThat(paths(picture)).containsExactly("");
    assertThat(find(picture, "a/b/Abs").label()).isEqualTo("a/b/Abs");
  }

  @Test
  void scopesThatHoldOneScopeAreDrawnAsOne() {
    GraphAssembler graph = new GraphAssembler();
    Value x = placeholder(graph, "x");
    Value y = graph.add("a/b/first", Unary.of(UnaryFunction.ABS), List.of(x), null);
    graph.output("y", graph.add("a/b/second", Unary.of(UnaryFunction.NEG), List.of(y), null));
    GraphPicture picture = GraphPicture.of(graph.build());
    assertThat(paths(picture)).containsExactly("", "a/b");
    assertThat(picture.scope(1).label()).isEqualTo("a/b");
  }

  @Test
  void constantsStandInTheirUsers() {
    GraphAssembler graph = new GraphAssembler();
    Value x = placeholder(graph, "x");
    Value filter =
        graph.add("w", new Constant(Tensor.ofFloats(Shape.of(1, 2), 1f, 2f)), List.of(), null);
    Value turned = graph.add("w/turned", Transpose.of(1, 0), List.of(filter), null);
    Value y = graph.add("y", new Binary(BinaryFunction.ADD), List.of(x, turned), null);
    graph.output("y", y);
    GraphPicture picture = GraphPicture.of(graph.build());
    assertThat(picture.nodes()).extracting(PictureNode::name).containsExactly("x", "y", "y");
    assertThat(find(picture, "y").constants())
        .extracting(PictureNode.InlineConstant::name)
        .containsExactly("w/turned");
    assertThat(picture.root().totals().parameters()).isEqualTo(2);
    assertThat(picture.root().totals().parameterBytes()).isEqualTo(8);
  }

  @Test
  void constantThatIsAResultIsANode() {
    GraphAssembler graph = new GraphAssembler();
    Value constant = graph.add("c", new Constant(Tensor.scalar(3f)), List.of(), null);
    graph.output("same", constant);
    GraphPicture picture = GraphPicture.of(graph.build());
    assertThat(picture.nodes())
        .extracting(PictureNode::kind)
        .containsExactly(OpKind.CONSTANT, OpKind.OUTPUT);
    assertThat(picture.links()).hasSize(1);
  }

  @Test
  void totalsCountEverythingInside() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    Totals first = picture.scope(1).totals();
    assertThat(first.ops())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("BiasAdd", 2, "Conv2D", 2, "MaxPool", 1, "Mean", 1, "Relu", 2));
    assertThat(first.variables()).isEqualTo(4);
    long parameters = 3 * 3 * 3 * 8 + 8 + 3 * 3 * 8 * 16 + 16;
    assertThat(first.parameters()).isEqualTo(parameters);
    assertThat(first.parameterBytes()).isEqualTo(4 * parameters);
    assertThat(picture.scope(4).totals().parameters()).isZero();
    assertThat(picture.root().totals().parameters()).isEqualTo(parameters);
  }

  @Test
  void everyInputIsALinkOrAConstant() {
    Graph graph = DrawnGraphs.random(3, 200);
    GraphPicture picture = GraphPicture.of(graph);
    long inputs = graph.nodes().stream().mapToLong(node -> node.inputs().size()).sum();
    assertThat(picture.links()).hasSize((int) inputs + graph.outputs().size());
  }

  @Test
  void mergedEdgesBetweenClosedScopesKeepAllTensors() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    PictureView closed = PictureView.of(picture, 0);
    MergedEdge shared =
        closed.edges().stream()
            .filter(edge -> edge.source().isScope() && edge.target().isScope())
            .findFirst()
            .orElseThrow();
    assertThat(shared.label()).isEqualTo("4 variables");
    assertThat(shared.tensors())
        .contains("siamese/conv1/kernel/read:0", "siamese/conv2/bias/read:0");
    assertThat(closed.edges().stream().map(edge -> edge.source() + ">" + edge.target()))
        .doesNotHaveDuplicates();
  }

  @Test
  void depthIsTheDeepestThatStaysReadable() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.residual(2, 3));
    int depth = picture.depthWithin(20);
    assertThat(PictureView.of(picture, depth).leaves()).hasSizeLessThanOrEqualTo(20);
    assertThat(PictureView.of(picture, depth + 1).leaves()).hasSizeGreaterThan(20);
    assertThat(picture.depthWithin(0)).isZero();
  }

  @Test
  void sizesBeyondAllBoundsAreDrawn() {
    GraphAssembler graph = new GraphAssembler();
    Shape huge = Shape.of(1L << 40, 1L << 40);
    graph.output(
        "x", graph.add("x", new Placeholder(new TensorSpec(DType.FLOAT32, huge)), List.of(), null));
    GraphPicture picture = GraphPicture.of(graph.build());
    assertThat(SvgWriter.write(picture, "huge", 0)).contains("1099511627776×1099511627776");
  }

  private static Value placeholder(GraphAssembler graph, String name) {
    return graph.add(
        name, new Placeholder(new TensorSpec(DType.FLOAT32, Shape.of(2, 1))), List.of(), null);
  }
}
