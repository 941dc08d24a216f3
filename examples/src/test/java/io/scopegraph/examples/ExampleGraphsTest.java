package io.scopegraph.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleGraphsTest {
  static Collection<String> names() {
    return ExampleGraphs.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyExampleWritesASoundGraphEachTimeAnew(String name) {
    Graph graph = ExampleGraphs.graph(name);
    GraphVerifier.verify(graph);
    assertThat(graph.outputs()).isNotEmpty();
    assertThat(graph.variables()).isNotEmpty();
    assertThat(ExampleGraphs.graph(name)).isEqualTo(graph).isNotSameAs(graph);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyExampleIsDescribedInOneLine(String name) {
    Example example = ExampleGraphs.find(name);
    assertThat(example.name()).isEqualTo(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(example.description()).isNotBlank().hasSizeLessThan(100).doesNotContain("\n");
  }

  @Test
  void anUnknownNameListsTheOthers() {
    assertThatThrownBy(() -> ExampleGraphs.graph("variable-scope"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no example \"variable-scope\"; there are ")
        .hasMessageContaining("variable-scopes, reuse-variables");
  }
}
