package io.scopegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.op.InvalidOpException;
import io.scopegraph.op.SourceLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
  private final Graph graph = Graphs.sumOfHalves();

  @Test
  void printsOneLineANode() {
    assertThat(graph)
        .hasToString(
            """
            %0 = Placeholder[spec=float32(1, 4)]() "x" : float32(1, 4)
            %1 = VariableV2[key=net/w, spec=float32(1, 4), initial=Filled[value=1.0]]() "net/w" : float32(1, 4)
            %2 = Add[function=ADD](%0, %1) "net/Add" : float32(1, 4)
            %3 = Relu[function=RELU, a=0.0, b=0.0](%2) "net/Relu" : float32(1, 4)
            %4 = Split[axis=1, pieces=2, sizes=[]](%3) "net/split" : float32(1, 2), float32(1, 2)
            %5 = Add[function=ADD](%4, %4:1) "Add" : float32(1, 2)
            return "y" = %5
            """);
  }

  @Test
  void equalsByStructureWhateverTheLine() {
    Graph same = Graphs.sumOfHalves(new SourceLine("Other.java", 9));

    assertThat(same).isEqualTo(graph).hasSameHashCodeAs(graph);
    assertThat(graph.withOutputs(List.of("x"))).isNotEqualTo(graph);
  }

  @Test
  void findsValuesByOutputTensorAndNodeName() {
    assertThat(graph.value("y")).isEqualTo(Value.of(5));
    assertThat(graph.value("net/split:1")).isEqualTo(new Value(4, 1));
    assertThat(graph.value("net/split")).isEqualTo(Value.of(4));
    assertThat(graph.tensorName(new Value(4, 1))).isEqualTo("net/split:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "z:0", "x:1", "x:-1", "x:", "x:0:0", "x:99999999999", ""})
  void refusesNamesOfNothing(String name) {
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> graph.value(name))
        .withMessageStartingWith("The name " + name + " refers to a Tensor which does not exist.");
  }

  @Test
  void changesItsOutputs() {
    Graph changed = graph.withOutputs(List.of("net/Relu:0", "net/split:1"));

    assertThat(changed.outputs().keySet()).containsExactly("net/Relu:0", "net/split:1");
    assertThat(changed.nodes()).isEqualTo(graph.nodes());
  }

  @Test
  void listsPlaceholdersVariablesAndUsers() {
    assertThat(graph.placeholders()).extracting(Node::name).containsExactly("x");
    assertThat(graph.variables().keySet()).containsExactly("net/w");
    assertThat(graph.users().get(4)).containsExactly(5, 5);
    assertThat(graph.users().get(5)).isEmpty();
  }

  @Test
  void aNodeKnowsItsScope() {
    assertThat(graph.node(3).scopePath()).isEqualTo("net");
    assertThat(graph.node(0).scopePath()).isEmpty();
    assertThat(graph.find("net/Relu")).isEqualTo(graph.node(3));
    assertThat(graph.find("Relu")).isNull();
  }

  @Test
  void theAssemblerChecksEachOpAsItComes() {
    GraphAssembler assembler = new GraphAssembler();
    Value x = assembler.add("x", Graphs.INPUT, List.of(), null);

    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> assembler.add("x", Graphs.INPUT, List.of(), null))
        .withMessage("Duplicate node name in graph: 'x'");
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() -> assembler.add("y", Graphs.ADD, List.of(x), null));
    assertThat(assembler.nodes()).hasSize(1);
    assertThat(assembler.uniqueName("x")).isEqualTo("x_1");
    assertThat(assembler.contains("y")).isFalse();
  }
}
