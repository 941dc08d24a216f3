package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.VariableGetter;
import java.util.HashMap;
import java.util.Map;

/// The custom getters of a case, and what they count.
final class CaseGetters {
  private final Map<String, Integer> counts = new HashMap<>();

  int count(String counter) {
    return counts.getOrDefault(counter, 0);
  }

  VariableGetter of(JsonNode getter) {
    String value = getter.path("value").asText();
    return switch (getter.path("kind").asText()) {
      case "prefix" ->
          (inner, arguments) -> inner.get(arguments.withName(value + arguments.name()));
      case "suffix" ->
          (inner, arguments) -> inner.get(arguments.withName(arguments.name() + value));
      case "identity_op_by_reuse" ->
          (inner, arguments) ->
              ArrayOps.identity(
                  inner.get(arguments),
                  arguments.reuse() == Reuse.INHERIT ? "not_reused" : "reused");
      case "non_trainable" -> (inner, arguments) -> inner.get(arguments.withTrainable(false));
      case "count" ->
          (inner, arguments) -> {
            counts.merge(getter.path("counter").asText(), 1, Integer::sum);
            return inner.get(arguments);
          };
      default ->
          (_, _) -> {
            throw new CaseRefusal("GETTER_NOT_CALLABLE");
          };
    };
  }
}
