package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;

/// Whether two values of a case agree: numbers within 1e-5, relative where they are large, anything
/// else exactly, lists and objects by their elements.
final class CaseComparison {
  private CaseComparison() {}

  static boolean agree(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      double x = a.asDouble();
      double y = b.asDouble();
      return Double.compare(x, y) == 0
          || Math.abs(x - y) <= 1e-5 * Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
    }
    if (!a.isArray() || !b.isArray()) {
      return a.equals(b);
    }
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!agree(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
