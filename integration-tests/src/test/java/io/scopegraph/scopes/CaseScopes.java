package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.VariableScope;
import io.scopegraph.builder.VariableScopeOptions;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The `enter_variable_scope` step of a case.
final class CaseScopes {
  private CaseScopes() {}

  static VariableScope enter(
      GraphBuilder graph,
      CaseGetters getters,
      JsonNode step,
      Function<JsonNode, Object> references) {
    JsonNode target = step.path("scope");
    String defaultName = step.path("default_name").textValue();
    refuseWhatTypesRuleOut(step, target, defaultName);
    VariableScopeOptions options = options(graph, getters, step);
    if (target.isTextual()) {
      return graph.variableScope(target.asText(), options);
    }
    return target.isObject()
        ? graph.variableScope((VariableScope) references.apply(target), options)
        : graph.uniqueVariableScope(Objects.requireNonNull(defaultName), options);
  }

  private static VariableScopeOptions options(
      GraphBuilder graph, CaseGetters getters, JsonNode step) {
    VariableScopeOptions options =
        VariableScopeOptions.of(CaseValues.reuse(step.path("reuse")))
            .withAuxiliaryNameScope(step.path("auxiliary_name_scope").asBoolean(true));
    if (step.hasNonNull("initializer")) {
      options = options.withInitializer(CaseValues.initializer(graph, step.path("initializer")));
    }
    if (step.hasNonNull("regularizer")) {
      options = options.withRegularizer(CaseValues.regularizer(step.path("regularizer")));
    }
    if (step.hasNonNull("custom_getter")) {
      options = options.withGetter(getters.of(step.path("custom_getter")));
    }
    return step.hasNonNull("dtype")
        ? options.withDType(CaseValues.dtype(step.path("dtype")))
        : options;
  }

  private static void refuseWhatTypesRuleOut(
      JsonNode step, JsonNode target, @Nullable String defaultName) {
    if (!target.isTextual() && !target.isObject() && defaultName == null && !target.isNumber()) {
      throw new CaseRefusal("SCOPE_REQUIRED");
    }
    if (target.isNumber()) {
      throw new CaseRefusal("BAD_SCOPE_TYPE");
    }
    JsonNode reuse = step.path("reuse");
    boolean legal =
        reuse.isMissingNode()
            || reuse.isNull()
            || reuse.isBoolean()
            || reuse.asText().equals("AUTO_REUSE");
    if (!legal) {
      throw new CaseRefusal("BAD_REUSE");
    }
    JsonNode auxiliary = step.path("auxiliary_name_scope");
    if (!auxiliary.isMissingNode() && !auxiliary.isBoolean()) {
      throw new CaseRefusal("BAD_AUXILIARY");
    }
  }

  static void setDefault(
      GraphBuilder graph, VariableScope scope, CaseGetters getters, String field, JsonNode step) {
    JsonNode value = step.path("value");
    switch (field) {
      case "initializer" -> scope.setInitializer(CaseValues.initializer(graph, value));
      case "regularizer" -> scope.setRegularizer(CaseValues.regularizer(value));
      case "custom_getter" -> scope.setGetter(getters.of(value));
      case "dtype" -> scope.setDType(CaseValues.dtype(value));
      default -> throw new AssertionError("A scope has no default " + field);
    }
  }
}
