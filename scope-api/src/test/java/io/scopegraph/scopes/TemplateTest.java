package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.builder.TemplateOptions;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;

/// Templates (R10).
class TemplateTest {
  private static final Shape PAIR = Shape.of(2);

  private final GraphBuilder g = new GraphBuilder();

  private Operand shared(String name) {
    return g.getVariable(name, PAIR);
  }

  @Test
  void laterCallsShareFromWhereverTheyAre() {
    var template = g.makeTemplate("t", this::shared);
    assertThat(template.variableScopeName()).isNull();
    Operand first;
    try (var _ = g.variableScope("a")) {
      first = template.call("v");
    }
    try (var _ = g.variableScope("b")) {
      assertThat(template.call("v")).isSameAs(first);
    }

    assertThat(first.name()).isEqualTo("a/t/v:0");
    assertThat(template.variableScopeName()).isEqualTo("a/t/");
    assertThat(template.variables()).extracting(Named::name).containsExactly("a/t/v:0");
  }

  @Test
  void aNewVariableInALaterCallIsRefusedWithThePlaceOfTheTemplate() {
    int made = new Throwable().getStackTrace()[0].getLineNumber() + 1;
    var template = g.makeTemplate("t", this::shared);
    template.call("v");

    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> template.call("w"))
        .withMessageStartingWith("Variable t/w does not exist")
        .withMessageEndingWith(
            "originally defined at:\n  template made at TemplateTest.java:" + made)
        .matches(error -> error.kind() == ErrorKind.VAR_NOT_FOUND);
  }

  @Test
  void aNewTrainableVariableInALaterCallIsRefusedANonTrainableOneIsNot() {
    var trainable = g.makeTemplate("t", (Boolean train) -> unshared(train));
    trainable.call(true);

    assertThat(trainable.call(false).name()).isEqualTo("t_1/v:0");
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> trainable.call(true))
        .withMessageContaining("perhaps you used tf.Variable when you meant tf.get_variable")
        .matches(error -> error.kind() == ErrorKind.TEMPLATE_EXTRA_TRAINABLE);
  }

  private Operand unshared(boolean trainable) {
    return g.variable("v", Initializers.value(1f), trainable, GraphKeys.GLOBAL_VARIABLES);
  }

  @Test
  void theScopeCanBeFixedWhereTheTemplateIsMade() {
    var now = TemplateOptions.DEFAULT.withCreateScopeNow(true);
    var outer = g.variableScope("outer");
    var template = g.makeTemplate("t", this::shared, now);
    outer.close();

    assertThat(template.call("v").name()).isEqualTo("outer/t/v:0");
  }

  @Test
  void aUniqueNameIsTakenAsItIs() {
    var unique = TemplateOptions.DEFAULT.withUniqueName("u");
    g.makeTemplate("t", this::shared, unique).call("v");
    var second = g.makeTemplate("t", this::shared, unique);

    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> second.call("v"))
        .withMessageStartingWith("Variable u/v already exists, disallowed.");
  }

  @Test
  void aTemplateNeedsAName() {
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.makeTemplate(null, this::shared))
        .withMessageStartingWith("name cannot be None.");
  }
}
