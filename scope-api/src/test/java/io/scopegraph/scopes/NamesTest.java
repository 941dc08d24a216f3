package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.FinalizedGraphException;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.MissingNameException;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of ops and tensors (R1).
class NamesTest {
  private final GraphBuilder g = new GraphBuilder();

  private String name(String wanted) {
    return g.constant(wanted, 1).name();
  }

  @Test
  void opsWithoutANameAreNumbered() {
    assertThat(g.constant(1).name()).isEqualTo("Const:0");
    assertThat(g.constant(1).name()).isEqualTo("Const_1:0");
    assertThat(g.placeholder(null, DType.FLOAT32, Shape.of()).opName()).isEqualTo("Placeholder");
  }

  @Test
  void takenNumbersAreSkipped() {
    assertThat(name("a")).isEqualTo("a:0");
    assertThat(name("a_1")).isEqualTo("a_1:0");
    assertThat(name("a")).isEqualTo("a_2:0");
    assertThat(name("a_1")).isEqualTo("a_1_1:0");
  }

  @Test
  void namesThatDifferInCaseCollideButKeepTheirCase() {
    assertThat(name("foo")).isEqualTo("foo:0");
    assertThat(name("Foo")).isEqualTo("Foo_1:0");
    assertThat(name("FOO")).isEqualTo("FOO_2:0");
    var sum = MathOps.add(g.output("foo:0"), g.output("foo:0"));
    assertThat(sum.name()).isEqualTo("Add:0");
    assertThat(sum.plus(sum).name()).isEqualTo("add_1:0");
    assertThat(sum.plus(1).name()).isEqualTo("add_2:0");
    assertThat(g.operationNames()).endsWith("add_2/y", "add_2");
  }

  @Test
  void aPeekReservesNothing() {
    assertThat(g.peekUniqueName("a")).isEqualTo("a");
    assertThat(g.uniqueName("a")).isEqualTo("a");
    assertThat(g.peekUniqueName("a")).isEqualTo("a_1");
    assertThat(g.uniqueName("a")).isEqualTo("a_1");
  }

  @Test
  void opsAndNameScopesShareOneTable() {
    name("a");
    try (var scope = g.nameScope("a")) {
      assertThat(scope.prefix()).isEqualTo("a_1/");
    }
    g.nameScope("b").close();
    assertThat(name("b")).isEqualTo("b_1:0");
    name("p/q");
    assertThat(name("p")).isEqualTo("p:0");
  }

  @Test
  void aTrailingSlashTakesTheNameAsItIs() {
    try (var _ = g.nameScope("s")) {
      assertThat(name("free/")).isEqualTo("free:0");
    }
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> name("free/"))
        .withMessageStartingWith("Duplicate node name in graph: 'free'")
        .matches(error -> error.kind() == ErrorKind.DUPLICATE_NODE);
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> name("free"))
        .matches(error -> error.kind() == ErrorKind.DUPLICATE_NODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_x", "-x", "/x", "b c", "x:0", "ä"})
  void refusesNamesOfOtherCharacters(String name) {
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> name(name))
        .withMessageStartingWith("'" + name + "' is not a valid node name")
        .matches(error -> error.kind() == ErrorKind.BAD_NODE_NAME);
  }

  @Test
  void anUnderscoreMayBeginANameInsideAScope() {
    try (var _ = g.nameScope("s")) {
      assertThat(name("_x")).isEqualTo("s/_x:0");
    }
  }

  @Test
  void findsWhatIsThere() {
    var parts = ArrayOps.split(g.placeholder("x", DType.FLOAT32, Shape.of(4)), 2, 0);

    assertThat(g.output("split:1")).isEqualTo(parts.get(1));
    assertThat(g.operation("split").outputs()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a:1 | NO_SUCH_TENSOR | The name a:1 refers to a Tensor which does not exist. The operation, a, exists but only has 1 outputs.
          A:0 | NO_SUCH_TENSOR | The name A:0 refers to a Tensor which does not exist. The operation, A, does not exist in the graph.
          """)
  void saysWhichTensorIsMissing(String name, ErrorKind kind, String message) {
    name("a");
    assertThatExceptionOfType(MissingNameException.class)
        .isThrownBy(() -> g.output(name))
        .withMessageStartingWith(message)
        .matches(error -> error.kind() == kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a | The name a refers to an Operation, not a Tensor. Tensor names must be of the form "<op_name>:<output_index>".
          a:b | The name a:b looks a like a Tensor name, but is not a valid one. Tensor names must be of the form "<op_name>:<output_index>".
          a:0:0 | The name a:0:0 looks a like a Tensor name, but is not a valid one. Tensor names must be of the form "<op_name>:<output_index>".
          """)
  void refusesWhatIsNoTensorName(String name, String message) {
    name("a");
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.output(name))
        .withMessageStartingWith(message)
        .matches(error -> error.kind() == ErrorKind.BAD_TENSOR_NAME);
  }

  @Test
  void tellsOpsFromTensors() {
    name("a");
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.operation("a:0"))
        .withMessageStartingWith("Name a:0 appears to refer to a Tensor, not a Operation.");
    assertThatExceptionOfType(MissingNameException.class)
        .isThrownBy(() -> g.operation("b"))
        .withMessageStartingWith("The name b refers to an Operation not in the graph.")
        .matches(error -> error.kind() == ErrorKind.NO_SUCH_OPERATION);
  }

  @Test
  void aBuiltGraphTakesNoMoreOps() {
    var a = g.constant("a", 1);
    g.getVariable("v", Shape.of());
    Graph graph = g.build(Map.of("result", a));

    assertThat(graph.outputs().keySet()).containsExactly("result");
    assertThatExceptionOfType(FinalizedGraphException.class)
        .isThrownBy(() -> a.plus(a))
        .withMessageStartingWith("Graph is finalized and cannot be modified.")
        .matches(error -> error.kind() == ErrorKind.GRAPH_FINALIZED);
    assertThat(g.build(a).outputs().keySet()).containsExactly("a:0");
  }

  @Test
  void buildersDoNotMix() {
    var other = new GraphBuilder().constant("x", 1);
    var a = g.constant("a", 1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> a.plus(other))
        .withMessage("\"x:0\" belongs to the graph of another builder");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> g.build(other));
  }
}
