package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which values are ranges of other values' bytes, so that nothing needs to run to have them:
/// reshapes, identities, and slices and pieces that are contiguous and begin where a buffer may.
final class Views {
  /// Where a value's bytes really are.
  ///
  /// @param value the output of a node that is no view
  /// @param offset in bytes from the start of that output
  record Root(Value value, long offset) {}

  private final Graph graph;
  private final long alignment;
  private final @Nullable Root[][] roots;

  /// @param copies the ids of nodes that are to run, though they could be views
  Views(Graph graph, long alignment, Set<Integer> copies) {
    this.graph = graph;
    this.alignment = alignment;
    this.roots = new @Nullable Root[graph.nodes().size()][];
    for (Node node : graph.nodes()) {
      long[] starts = copies.contains(node.id()) ? null : starts(node);
      if (starts != null) {
        Root parent = root(node.inputs().getFirst());
        roots[node.id()] = new @Nullable Root[starts.length];
        for (int slot = 0; slot < starts.length; slot++) {
          roots[node.id()][slot] = new Root(parent.value(), parent.offset() + starts[slot]);
        }
      }
    }
  }

  boolean isView(Node node) {
    return roots[node.id()] != null;
  }

  Root root(Value value) {
    @Nullable Root @Nullable [] row = roots[value.node()];
    Root root = row == null ? null : row[value.slot()];
    return root == null ? new Root(value, 0) : root;
  }

  /// Where each output begins within the first input, in bytes, or null if the node is no view.
  private long @Nullable [] starts(Node node) {
    return switch (node.op()) {
      case Reshape _, Squeeze _, Unsqueeze _, Flatten _ -> new long[1];
      case Unary unary when unary.isIdentity() -> new long[1];
      case Slice _ -> sliceStart(node);
      case Split split -> splitStarts(split, node);
      default -> null;
    };
  }

  private long @Nullable [] sliceStart(Node node) {
    Shape x = graph.spec(node.inputs().getFirst()).shape();
    Slice.Ranges ranges = SliceRanges.of(graph, node);
    if (ranges == null) {
      return null;
    }
    long start = 0;
    boolean single = true;
    for (int axis = 0; axis < x.rank(); axis++) {
      long count = ranges.counts().get(axis);
      boolean whole = count == x.dim(axis);
      if ((!whole && !single) || (count > 1 && ranges.steps().get(axis) != 1)) {
        return null;
      }
      start += ranges.starts().get(axis) * x.elementCount(axis + 1, x.rank());
      single &= count == 1;
    }
    return aligned(node, start);
  }

  private long @Nullable [] splitStarts(Split split, Node node) {
    Shape x = graph.spec(node.inputs().getFirst()).shape();
    int axis = split.axis() < 0 ? split.axis() + x.rank() : split.axis();
    if (x.elementCount(0, axis) != 1) {
      return null;
    }
    long[] starts = new long[split.pieces()];
    for (int piece = 1; piece < starts.length; piece++) {
      starts[piece] = starts[piece - 1] + node.outputs().get(piece - 1).shape().elementCount();
    }
    return aligned(node, starts);
  }

  /// The starts in bytes, or null if one of them lies where no buffer may begin.
  private long @Nullable [] aligned(Node node, long... starts) {
    int width = node.outputs().getFirst().dtype().byteSize();
    for (int i = 0; i < starts.length; i++) {
      starts[i] *= width;
      if (starts[i] % alignment != 0) {
        return null;
      }
    }
    return starts;
  }
}
