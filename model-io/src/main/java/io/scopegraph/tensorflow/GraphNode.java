package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensorflow.proto.NodeDef;

/// A node as it stands in the file, with its edges taken apart.
///
/// @param index its place in the file
/// @param inputs the edges that carry data
record GraphNode(int index, NodeDef proto, ImmutableList<Edge> inputs) {
  /// The end of an edge.
  ///
  /// @param slot which output of the node
  record Edge(String node, int slot) {
    /// The name by which the value is known while importing.
    String key() {
      return slot == 0 ? node : node + ":" + slot;
    }
  }

  String name() {
    return proto.getName();
  }

  String type() {
    return proto.getOp();
  }
}
