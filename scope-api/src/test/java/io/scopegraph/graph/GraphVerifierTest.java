package io.scopegraph.graph;

import static io.scopegraph.graph.Graphs.ADD;
import static io.scopegraph.graph.Graphs.HALF;
import static io.scopegraph.graph.Graphs.INPUT;
import static io.scopegraph.graph.Graphs.RELU;
import static io.scopegraph.graph.Graphs.ROW;
import static io.scopegraph.graph.Graphs.WEIGHTS;
import static io.scopegraph.graph.Graphs.node;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each rule of the graph, broken by itself.
class GraphVerifierTest {
  private static final Node X = node(0, "x", INPUT, List.of(), ROW);

  private static void refuses(String message, Node... nodes) {
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> Graph.of(List.of(nodes), Map.of()))
        .withMessage(message);
  }

  @Test
  void acceptsWhatKeepsEveryRule() {
    assertThatCode(() -> GraphVerifier.verify(Graphs.sumOfHalves())).doesNotThrowAnyException();
  }

  @Test
  void idsArePositions() {
    refuses(
        "G1: node \"y\" has id 2 at position 1", X, node(2, "y", RELU, List.of(Value.of(0)), ROW));
  }

  @Test
  void inputsComeFromEarlierNodes() {
    refuses(
        "G2: node \"y\" reads %1, which is no output of an earlier node",
        X, node(1, "y", RELU, List.of(Value.of(1)), ROW));
    refuses(
        "G2: node \"y\" reads %-1, which is no output of an earlier node",
        X, node(1, "y", RELU, List.of(Value.of(-1)), ROW));
  }

  @Test
  void inputsNameOutputsThatExist() {
    refuses(
        "G2: node \"y\" reads %0:1, which is no output of an earlier node",
        X, node(1, "y", RELU, List.of(new Value(0, 1)), ROW));
  }

  @Test
  void namesAreUniqueAndNotEmpty() {
    refuses(
        "G3: Duplicate node name in graph: 'x'", X, node(1, "x", RELU, List.of(Value.of(0)), ROW));
    refuses("G3: node 0 has no name", node(0, "", INPUT, List.of(), ROW));
  }

  @Test
  void outputsExist() {
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> Graph.of(List.of(X), Map.of("y", new Value(0, 1))))
        .withMessage("G4: output \"y\" is %0:1, which does not exist");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> Graph.of(List.of(X), Map.of("y", Value.of(1))))
        .withMessage("G4: output \"y\" is %1, which does not exist");
  }

  @Test
  void aVariableIsHeldByOneNode() {
    refuses(
        "G5: variable net/w is held by the nodes \"a\" and \"b\"",
        node(0, "a", WEIGHTS, List.of(), ROW),
        node(1, "b", WEIGHTS, List.of(), ROW));
  }

  @Test
  void recordedSpecsFollowFromTheShapeRule() {
    Node wrong = node(1, "y", ADD, List.of(Value.of(0), Value.of(0)), HALF);
    Graph graph = Graph.of(List.of(X, wrong), Map.of());

    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> GraphVerifier.verify(graph))
        .withMessage("G6: Add \"y\" records [float32(1, 2)], its shape rule gives [float32(1, 4)]");
  }
}
