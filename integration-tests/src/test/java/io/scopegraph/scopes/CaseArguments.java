package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Puts the arguments of a call into the body of a template.
final class CaseArguments {
  private CaseArguments() {}

  /// A copy of a step in which each string `$k` is the call's k or else the template's.
  static JsonNode fill(JsonNode step, JsonNode call, JsonNode template) {
    if (step.isTextual() && step.asText().startsWith("$")) {
      String key = step.asText().substring(1);
      return call.has(key) ? call.path(key) : template.path(key);
    }
    if (step.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      step.forEach(element -> filled.add(fill(element, call, template)));
      return filled;
    }
    if (step.isObject()) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      step.forEachEntry((field, value) -> filled.set(field, fill(value, call, template)));
      return filled;
    }
    return step;
  }
}
