package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Name scopes (R2), and variables that follow them (R3).
class NameScopeTest {
  private final GraphBuilder g = new GraphBuilder();

  private String op() {
    return g.constant("x", 1).opName();
  }

  @Test
  void scopesNestAndAreNumbered() {
    try (var _ = g.nameScope("foo")) {
      try (var bar = g.nameScope("bar")) {
        assertThat(bar.prefix()).isEqualTo("foo/bar/");
        assertThat(g.currentNameScope()).isEqualTo("foo/bar");
        assertThat(op()).isEqualTo("foo/bar/x");
      }
      try (var bar = g.nameScope("bar")) {
        assertThat(bar.prefix()).isEqualTo("foo/bar_1/");
      }
      assertThat(op()).isEqualTo("foo/x");
    }
    assertThat(g.currentNameScope()).isEmpty();
  }

  @Test
  void nothingOrAnEmptyNameIsTheRoot() {
    try (var _ = g.nameScope("a")) {
      try (var root = g.nameScope(null)) {
        assertThat(root.prefix()).isEmpty();
        assertThat(op()).isEqualTo("x");
      }
      try (var _ = g.nameScope("", "ignored")) {
        assertThat(op()).isEqualTo("x_1");
      }
      assertThat(op()).isEqualTo("a/x");
    }
  }

  @Test
  void aTrailingSlashEntersAnExistingScopeAgain() {
    String prefix;
    try (var scope = g.nameScope("layer")) {
      prefix = scope.prefix();
      op();
    }
    try (var _ = g.nameScope("elsewhere")) {
      try (var again = g.nameScope(prefix)) {
        assertThat(again.prefix()).isEqualTo("layer/");
        assertThat(op()).isEqualTo("layer/x_1");
      }
    }
  }

  @Test
  void aScopeGivesItsNameToAnOp() {
    try (var scope = g.nameScope("layer")) {
      assertThat(g.constant(scope.prefix(), 1).opName()).isEqualTo("layer");
    }
    assertThat(g.constant("layer", 1).opName()).isEqualTo("layer_1");
  }

  @Test
  void aDefaultNameStandsInForNone() {
    try (var scope = g.nameScope(null, "d")) {
      assertThat(scope.prefix()).isEqualTo("d/");
    }
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.nameScope(null, null))
        .withMessageStartingWith(
            "At least one of name (None) and default_name (None) must be provided.")
        .matches(error -> error.kind() == ErrorKind.NAME_OR_DEFAULT_REQUIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_a", "/a", "a b", "a:"})
  void refusesBadNamesAtTheRoot(String name) {
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.nameScope(name))
        .withMessageStartingWith("'" + name + "' is not a valid scope name")
        .matches(error -> error.kind() == ErrorKind.BAD_SCOPE_NAME);
    assertThat(g.currentNameScope()).isEmpty();
  }

  @Test
  void comesBackAfterAnException() {
    assertThatIllegalStateException()
        .isThrownBy(() -> {
          try (var _ = g.nameScope("a")) {
            throw new IllegalStateException("inside");
          }
        })
        .withMessage("inside");
    assertThat(op()).isEqualTo("x");
  }

  @Test
  void refusesToCloseOutOfOrder() {
    var outer = g.nameScope("outer");
    var inner = g.variableScope("inner");

    assertThatIllegalStateException()
        .isThrownBy(outer::close)
        .withMessage(
            "The name scope \"outer/\" cannot be closed before the variable scope \"inner\", which"
                + " was opened later");
    inner.close();
    inner.close();
    outer.close();
    assertThat(g.currentNameScope()).isEmpty();
  }

  @Test
  void variablesFollowTheNameScopeAndBringTheirOps() {
    try (var _ = g.variableScope("s")) {
      assertThat(g.variable("v", 1).name()).isEqualTo("s/v:0");
    }
    try (var _ = g.variableScope("s")) {
      assertThat(g.variable("v", 1).name()).isEqualTo("s_1/v:0");
    }
    assertThat(g.variable(null, 1).name()).isEqualTo("Variable:0");
    assertThat(g.operationNames()).startsWith("s/v/initial_value", "s/v", "s/v/Assign", "s/v/read");
  }

  @Test
  void opsReadAVariableThroughItsReadOp() {
    var v = g.variable("v", 1);
    var y = ArrayOps.identity(v, "y");

    var graph = g.build(y);
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("v", "v/read", "y");
    assertThat(graph.node(2).inputs()).containsExactly(graph.value("v/read:0"));
  }

  @Test
  void opsThatOnlyStandForFillingCannotBeRead() {
    g.variable("v", 1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ArrayOps.identity(g.output("v/Assign:0")))
        .withMessage("\"v/Assign\" only stands for how a variable is filled; no op can read it");
  }
}
