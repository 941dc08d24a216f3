package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A value of the form x * scale + shift, with two constant numbers.
record Affine(Value x, double scale, double shift) {
  static @Nullable Affine of(Graph graph, Readers readers, Node node) {
    Constants sum = Constants.of(graph, node, BinaryFunction.ADD);
    if (sum == null) {
      Constants product = Constants.of(graph, node, BinaryFunction.MUL);
      return product == null ? null : valid(product.x, product.number, 0);
    }
    Constants product =
        readers.isSole(sum.x) ? Constants.of(graph, graph.node(sum.x), BinaryFunction.MUL) : null;
    return product == null
        ? valid(sum.x, 1, sum.number)
        : valid(product.x, product.number, sum.number);
  }

  private static @Nullable Affine valid(Value x, double scale, double shift) {
    return Double.isFinite(shift / scale) ? new Affine(x, scale, shift) : null;
  }

  /// A commutative function of a value and a constant number.
  private record Constants(Value x, double number) {
    static @Nullable Constants of(Graph graph, Node node, BinaryFunction function) {
      if (!(node.op() instanceof Binary(BinaryFunction own)) || own != function) {
        return null;
      }
      for (int operand = 0; operand < 2; operand++) {
        Value x = node.inputs().get(operand);
        Tensor number = graph.constant(node.inputs().get(1 - operand));
        if (number != null
            && number.elementCount() == 1
            && graph.spec(x).equals(node.outputs().getFirst())
            && graph.spec(x).dtype().isFloating()) {
          return new Constants(x, number.getDouble(0));
        }
      }
      return null;
    }
  }
}
