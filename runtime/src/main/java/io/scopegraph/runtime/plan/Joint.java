package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.runtime.plan.AliasClasses.Position;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A node that does nothing but move bytes between a value and parts of it: a concatenation, a
/// split, a slice along one axis. Where the parts lie in their places, nothing has to run.
///
/// @param axis not negative
record Joint(Node node, Value whole, int axis, ImmutableList<Part> parts) {
  /// @param start the first index of the whole along the axis
  record Part(Value value, long start) {}

  /// Whether the parts are made before the whole.
  boolean gathers() {
    return node.op() instanceof Concat;
  }

  /// The joint that a node is, or null.
  static @Nullable Joint of(Graph graph, Node node) {
    return switch (node.op()) {
      case Concat concat -> {
        Value whole = Value.of(node.id());
        int axis = wrap(concat.axis(), graph.spec(whole).shape());
        yield new Joint(node, whole, axis, parts(graph, node.inputs(), axis));
      }
      case Split split -> {
        Value whole = node.inputs().getFirst();
        ImmutableList.Builder<Value> pieces = ImmutableList.builder();
        for (int slot = 0; slot < node.outputs().size(); slot++) {
          pieces.add(new Value(node.id(), slot));
        }
        int axis = wrap(split.axis(), graph.spec(whole).shape());
        yield new Joint(node, whole, axis, parts(graph, pieces.build(), axis));
      }
      case Slice _ -> slice(graph, node);
      default -> null;
    };
  }

  private static int wrap(int axis, Shape shape) {
    return axis < 0 ? axis + shape.rank() : axis;
  }

  private static ImmutableList<Part> parts(Graph graph, ImmutableList<Value> values, int axis) {
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    long start = 0;
    for (Value value : values) {
      parts.add(new Part(value, start));
      start += graph.spec(value).shape().dim(axis);
    }
    return parts.build();
  }

  private static @Nullable Joint slice(Graph graph, Node node) {
    Value whole = node.inputs().getFirst();
    Shape shape = graph.spec(whole).shape();
    Slice.Ranges ranges = SliceRanges.of(graph, node);
    int cut = -1;
    for (int axis = 0; ranges != null && axis < shape.rank(); axis++) {
      long count = ranges.counts().get(axis);
      if (count == shape.dim(axis) && (count <= 1 || ranges.steps().get(axis) == 1)) {
        continue;
      }
      if (cut >= 0 || (count > 1 && ranges.steps().get(axis) != 1)) {
        return null;
      }
      cut = axis;
    }
    return ranges == null || cut < 0
        ? null
        : new Joint(
            node,
            whole,
            cut,
            ImmutableList.of(new Part(Value.of(node.id()), ranges.starts().get(cut))));
  }

  /// Whether a part lies where it belongs, so that its bytes need not be moved.
  boolean isInPlace(AliasClasses classes, Part part) {
    Position place = classes.part(whole, axis, part.start(), part.value());
    return classes.bytes(part.value()) == 0
        || (place != null && place.equals(classes.position(part.value())));
  }

  /// Whether nothing has to run.
  boolean isNothing(AliasClasses classes) {
    return parts.stream().allMatch(part -> isInPlace(classes, part));
  }
}
