package io.scopegraph.graph;

/// One output of a node, by ids.
///
/// @param node the node's position in [Graph#nodes]
/// @param slot the output's position among the node's outputs
public record Value(int node, int slot) {
  /// The first output of a node.
  public static Value of(int node) {
    return new Value(node, 0);
  }

  @Override
  public String toString() {
    return slot == 0 ? "%" + node : "%" + node + ":" + slot;
  }
}
