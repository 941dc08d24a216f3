package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;

/// A rewrite: graph in, graph out. The outputs keep their names, order and values; placeholders
/// stay. Applying a pass to its own result changes nothing.
public interface GraphPass {
  /// For logs and errors: the class's name.
  default String name() {
    return getClass().getSimpleName();
  }

  /// The rewritten graph, or the same one if there is nothing to do.
  Graph apply(Graph graph);
}
