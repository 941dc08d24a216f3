package io.scopegraph.op;

/// One node of a model that cannot be run, and why.
///
/// @param type the op's name in the model's own format
/// @param domain the domain that defines the op; empty for the format's own
/// @param version the version of that domain's op set, 0 if there is none
/// @param node the node's name
/// @param reason what is not supported: the op itself, or a form of it
public record UnsupportedOp(String type, String domain, long version, String node, String reason) {
  /// The scopes around the node, without a trailing slash; empty at the root.
  public String scopePath() {
    int slash = node.lastIndexOf('/');
    return slash < 0 ? "" : node.substring(0, slash);
  }

  /// For example `Loop (opset 13) "decoder/Loop_3": no such op here`.
  @Override
  public String toString() {
    String origin = domain.isEmpty() ? "" : domain + ".";
    String opset = version > 0 ? " (opset " + version + ")" : "";
    return "%s%s%s \"%s\": %s".formatted(origin, type, opset, node, reason);
  }
}
