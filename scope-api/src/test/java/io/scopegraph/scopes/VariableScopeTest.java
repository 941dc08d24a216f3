package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.builder.VariableScopeOptions;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;

/// Variable scopes (R4), the names of variables (R5), and what scopes hold (R8, R9).
class VariableScopeTest {
  private final GraphBuilder g = new GraphBuilder();

  private String op() {
    return g.constant("x", 1).opName();
  }

  private String variable(String name) {
    return g.getVariable(name, Shape.of(1)).name();
  }

  @Test
  void namesOfScopesAreNotNumberedButTheirOpsAre() {
    try (var _ = g.variableScope("foo")) {
      try (var bar = g.variableScope("bar")) {
        assertThat(bar.name()).isEqualTo("foo/bar");
        assertThat(variable("v")).isEqualTo("foo/bar/v:0");
        assertThat(op()).isEqualTo("foo/bar/x");
      }
    }
    try (var _ = g.variableScope("foo")) {
      assertThat(variable("w")).isEqualTo("foo/w:0");
      assertThat(op()).isEqualTo("foo_1/x");
    }
  }

  @Test
  void aScopeObjectIsEnteredByItsFullName() {
    var kept = g.variableScope("p/q");
    kept.close();
    try (var _ = g.variableScope("other")) {
      try (var again = g.variableScope(kept)) {
        assertThat(again).isNotSameAs(kept);
        assertThat(again.name()).isEqualTo("p/q");
        assertThat(again.originalNameScope()).isEqualTo("p/q/");
        assertThat(variable("v")).isEqualTo("p/q/v:0");
        assertThat(op()).isEqualTo("other/q/x");
      }
      assertThat(g.currentVariableScope().name()).isEqualTo("other");
    }
  }

  @Test
  void theRootScopeLeavesTheNameScopeAlone() {
    var root = g.currentVariableScope();
    try (var _ = g.variableScope("a")) {
      try (var _ = g.variableScope(root)) {
        assertThat(variable("v")).isEqualTo("v:0");
        assertThat(op()).isEqualTo("a/x");
      }
    }
  }

  @Test
  void defaultNamesAreNumberedByScopeAndStartAnewInside() {
    try (var _ = g.variableScope("m")) {
      try (var first = g.uniqueVariableScope("d")) {
        assertThat(first.name()).isEqualTo("m/d");
      }
      try (var second = g.uniqueVariableScope("d")) {
        assertThat(second.name()).isEqualTo("m/d_1");
      }
    }
    try (var _ = g.variableScope("m", Reuse.AUTO_REUSE)) {
      try (var again = g.uniqueVariableScope("d")) {
        assertThat(again.name()).isEqualTo("m/d");
        assertThat(op()).isEqualTo("m_1/d/x");
      }
    }
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.uniqueVariableScope("d", VariableScopeOptions.of(Reuse.REUSE)))
        .withMessageStartingWith("reuse=True cannot be used without a name_or_scope")
        .matches(error -> error.kind() == ErrorKind.REUSE_NEEDS_NAME);
  }

  @Test
  void aScopeOfAnotherBuilderIsRefused() {
    var other = new GraphBuilder().variableScope("a");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> g.variableScope(other))
        .withMessage("The variable scope \"a\" belongs to another builder");
  }

  @Test
  void aScopeMayLeaveTheNameScopeAlone() {
    var options = VariableScopeOptions.DEFAULT.withAuxiliaryNameScope(false);
    try (var _ = g.nameScope("outer")) {
      try (var inner = g.variableScope("inner", options)) {
        assertThat(op()).isEqualTo("outer/x");
        assertThat(inner.originalNameScope()).isEqualTo("outer/");
      }
    }
  }

  @Test
  void getVariableIgnoresTheNameScope() {
    try (var _ = g.nameScope("s")) {
      assertThat(variable("v")).isEqualTo("v:0");
    }
    assertThat(g.operationNames())
        .containsExactly(
            "v/Initializer/random_uniform/shape",
            "v/Initializer/random_uniform/min",
            "v/Initializer/random_uniform/max",
            "v/Initializer/random_uniform/RandomUniform",
            "v/Initializer/random_uniform/sub",
            "v/Initializer/random_uniform/mul",
            "v/Initializer/random_uniform",
            "v",
            "v/Assign",
            "v/read");
  }

  @Test
  void aTakenNameIsNumberedButTheVariableIsFoundByItsKey() {
    g.constant("foo/v", 1);
    try (var _ = g.variableScope("foo", Reuse.AUTO_REUSE)) {
      assertThat(variable("v")).isEqualTo("foo/v_1:0");
      assertThat(variable("v")).isEqualTo("foo/v_1:0");
    }
    assertThat(variable("V")).isEqualTo("V:0");
    assertThat(variable("v")).isEqualTo("v_1:0");
  }

  @Test
  void aVariableBesideASharedOneOfItsNameIsAnother() {
    g.variable("v", 1);
    variable("v");

    assertThat(g.build().variables().keySet()).containsExactly("v", "v_1");
  }

  @Test
  void initializerAndTypeAreInherited() {
    var options =
        VariableScopeOptions.DEFAULT.withInitializer(Initializers.ones()).withDType(DType.FLOAT16);
    try (var _ = g.variableScope("a", options)) {
      try (var _ = g.variableScope("b")) {
        assertThat(g.getVariable("v", Shape.of(1)).dtype()).isEqualTo(DType.FLOAT16);
        assertThat(g.operationNames()).contains("a/b/v/Initializer/ones");
      }
    }
    assertThat(g.currentVariableScope().initializer()).isNull();
  }

  @Test
  void collectionsAreFilteredFromTheStartOfNames() {
    g.getLocalVariable("local", Shape.of(), Initializers.zeros());
    variable("foobar/v");
    try (var foo = g.variableScope("foo")) {
      variable("v");
      g.getVariable(VariableRequest.named("w").withShape(Shape.of()).withTrainable(false));
      assertThat(g.collection(GraphKeys.GLOBAL_VARIABLES, foo)).hasSize(2);
    }

    assertThat(g.collection(GraphKeys.GLOBAL_VARIABLES, "foo"))
        .extracting(Named::name)
        .containsExactly("foobar/v:0", "foo/v:0", "foo/w:0");
    assertThat(g.collection(GraphKeys.TRAINABLE_VARIABLES, ".*o/")).hasSize(1);
    assertThat(g.collection(GraphKeys.LOCAL_VARIABLES)).hasSize(1);
    assertThat(g.collection("unknown")).isEmpty();
  }
}
