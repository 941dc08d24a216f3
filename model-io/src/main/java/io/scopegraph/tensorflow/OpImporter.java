package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;

/// Translates the nodes of one op type.
@FunctionalInterface
interface OpImporter {
  /// Adds to the graph what stands for a node.
  ///
  /// @return the node's first output; further outputs are the further slots of the same graph node,
  ///   unless [NodeContext#give] says otherwise
  /// @throws io.scopegraph.io.internal.UnsupportedFormException if this form of the op cannot be
  ///   expressed
  Value add(NodeContext node);
}
