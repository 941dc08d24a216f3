package io.scopegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.op.Split;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;

class GraphRewriterTest {
  private final Graph graph = Graphs.sumOfHalves();

  @Test
  void copiesWhatNoRuleTouches() {
    assertThat(GraphRewriter.rewrite(graph, (_, _) -> false)).isEqualTo(graph);
  }

  @Test
  void putsAnotherOpInTheSamePlace() {
    Graph changed =
        GraphRewriter.rewrite(
            graph,
            (node, rewriter) -> {
              if (!node.op().equals(Graphs.RELU)) {
                return false;
              }
              rewriter.copy(node, Unary.of(UnaryFunction.ABS));
              return true;
            });

    assertThat(changed.node(3).op()).isEqualTo(Unary.of(UnaryFunction.ABS));
    assertThat(changed.node(3).name()).isEqualTo("net/Relu");
    assertThat(changed.node(3).source()).isEqualTo(graph.node(3).source());
    assertThat(changed.node(5)).isEqualTo(graph.node(5));
  }

  @Test
  void leadsReadersPastANodeThatGoes() {
    Graph changed =
        GraphRewriter.rewrite(
            graph,
            (node, rewriter) -> {
              if (!node.name().equals("net/Relu")) {
                return false;
              }
              rewriter.replace(Value.of(node.id()), rewriter.map(node.inputs().getFirst()));
              return true;
            });

    GraphVerifier.verify(changed);
    assertThat(changed.find("net/Relu")).isNull();
    assertThat(changed.nodes()).hasSize(5);
    assertThat(changed.op(changed.node(3).inputs().getFirst())).isEqualTo(Graphs.ADD);
    assertThat(changed.value("y")).isEqualTo(Value.of(4));
  }

  @Test
  void addsNodesUnderFreeNames() {
    Graph changed =
        GraphRewriter.rewrite(
            graph,
            (node, rewriter) -> {
              if (!(node.op() instanceof Split)) {
                return false;
              }
              rewriter.add("net/Relu", node, Graphs.RELU, rewriter.map(node.inputs()));
              return false;
            });

    GraphVerifier.verify(changed);
    assertThat(changed.nodes())
        .extracting(Node::name)
        .containsExactly("x", "net/w", "net/Add", "net/Relu", "net/Relu_1", "net/split", "Add");
  }

  @Test
  void refusesAReaderOfANodeWithoutReplacement() {
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> GraphRewriter.rewrite(graph, (node, _) -> node.name().equals("net/Relu")))
        .withMessage("The rewrite left \"net/Relu:0\" without a replacement, but it is read");
  }

  @Test
  void leavesTheOldGraphAlone() {
    String before = graph.toString();
    GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          rewriter.replaceWith(node, node.op(), rewriter.map(node.inputs()));
          return true;
        });

    assertThat(graph).hasToString(before);
  }
}
