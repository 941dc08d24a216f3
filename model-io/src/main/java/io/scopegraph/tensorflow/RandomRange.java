package io.scopegraph.tensorflow;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensorflow.GraphNode.Edge;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Recognises random numbers that make no difference. Dropout is spelled out as `x / keep *
/// floor(keep + random)` or as `x * cast(random >= rate)`; once nothing is dropped, the factor is 1
/// whatever the numbers are.
final class RandomRange {
  /// Longer chains of arithmetic are not followed.
  private static final int MAX_DEPTH = 16;

  /// Numbers from `low` to `high`.
  ///
  /// @param open whether `high` itself is left out
  private record Range(double low, double high, boolean open) {
    static Range of(double number) {
      return new Range(number, number, false);
    }

    boolean isNumber() {
      return low == high;
    }
  }

  private final NodeTable table;
  private final Function<GraphNode, @Nullable Tensor> constants;

  /// @param constants the contents of a node that is a constant of one element, or null
  RandomRange(NodeTable table, Function<GraphNode, @Nullable Tensor> constants) {
    this.table = table;
    this.constants = constants;
  }

  /// The only result that a node over random numbers can have, or null.
  @Nullable Tensor result(GraphNode node) {
    if (node.type().equals("Floor") && node.inputs().size() == 1) {
      Range range = range(node.inputs().getFirst(), 0);
      if (range == null || range.isNumber()) {
        return null;
      }
      double floor = Math.floor(range.low);
      boolean one = range.high < floor + 1 || (range.open && range.high == floor + 1);
      return one ? Tensor.scalar((float) floor) : null;
    }
    if (node.type().equals("GreaterEqual") && node.inputs().size() == 2) {
      Range left = range(node.inputs().get(0), 0);
      Range right = range(node.inputs().get(1), 0);
      boolean always = left != null && right != null && !left.isNumber() && left.low >= right.high;
      return always ? Tensor.ofBooleans(Shape.scalar(), true) : null;
    }
    return null;
  }

  private @Nullable Range range(Edge edge, int depth) {
    GraphNode node = table.get(edge.node());
    if (edge.slot() != 0 || depth > MAX_DEPTH) {
      return null;
    }
    Tensor constant = constants.apply(node);
    if (constant != null) {
      return Range.of(constant.getDouble(0));
    }
    return switch (node.type()) {
      case "RandomUniform" -> new Range(0, 1, true);
      case "Identity", "PlaceholderWithDefault" ->
          node.inputs().size() == 1 ? range(node.inputs().getFirst(), depth + 1) : null;
      case "Add", "AddV2", "Sub", "Mul" -> binary(node, depth + 1);
      default -> null;
    };
  }

  private @Nullable Range binary(GraphNode node, int depth) {
    if (node.inputs().size() != 2) {
      return null;
    }
    Range left = range(node.inputs().get(0), depth);
    Range right = left == null ? null : range(node.inputs().get(1), depth);
    if (left == null || right == null || (!left.isNumber() && !right.isNumber())) {
      return null;
    }
    Range random = left.isNumber() ? right : left;
    double number = left.isNumber() ? left.low : right.low;
    return switch (node.type()) {
      case "Add", "AddV2" -> new Range(random.low + number, random.high + number, random.open);
      case "Sub" ->
          right.isNumber()
              ? new Range(left.low - right.low, left.high - right.low, left.open)
              : null;
      default ->
          number >= 0 ? new Range(random.low * number, random.high * number, random.open) : null;
    };
  }
}
