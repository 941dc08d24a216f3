package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;

/// How often each value of a graph is read; being an output of the graph counts as reading.
final class Readers {
  private final int[][] counts;

  private Readers(int[][] counts) {
    this.counts = counts;
  }

  static Readers of(Graph graph) {
    int[][] counts = new int[graph.nodes().size()][];
    for (Node node : graph.nodes()) {
      counts[node.id()] = new int[node.outputs().size()];
      for (Value input : node.inputs()) {
        counts[input.node()][input.slot()]++;
      }
    }
    for (Value output : graph.outputs().values()) {
      counts[output.node()][output.slot()]++;
    }
    return new Readers(counts);
  }

  /// Whether a value that some node reads is read by it alone, and once.
  boolean isSole(Value value) {
    return counts[value.node()][value.slot()] == 1;
  }
}
