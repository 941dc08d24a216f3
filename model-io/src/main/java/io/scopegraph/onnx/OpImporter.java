package io.scopegraph.onnx;

import io.scopegraph.graph.Value;

/// Translates the nodes of one op type.
@FunctionalInterface
interface OpImporter {
  /// Adds to the graph what stands for a node.
  ///
  /// @return the node's first output; further outputs are the further slots of the same graph node
  /// @throws UnsupportedFormException if this form of the op cannot be expressed
  Value add(NodeContext node);
}
