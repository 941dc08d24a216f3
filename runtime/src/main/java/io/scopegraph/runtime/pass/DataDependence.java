package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.InvalidGraphException;
import io.scopegraph.graph.Node;
import io.scopegraph.tensor.TensorSpec;

/// The rule that in a specialised graph every shape is known.
final class DataDependence {
  private DataDependence() {}

  static void check(Graph graph) {
    for (Node node : graph.nodes()) {
      for (TensorSpec output : node.outputs()) {
        if (!output.shape().isFullyDefined()) {
          throw new InvalidGraphException(
              "%s \"%s\" gives %s: its shape depends on the data, not only on the shapes of the inputs%s"
                  .formatted(
                      node.op().type(),
                      node.name(),
                      output,
                      node.source() == null ? "" : " [" + node.source() + "]"));
        }
      }
    }
  }
}
