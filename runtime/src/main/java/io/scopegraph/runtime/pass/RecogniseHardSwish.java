package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces hard-swish, spelled as `x * clip(x + 3, 0, 6) / 6` in any order and association or as
/// `x * hardSigmoid(x)`, by one node.
public final class RecogniseHardSwish implements GraphPass {
  /// Exporters write 1/6 with seven digits.
  private static final double TOLERANCE = 1e-6;

  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return GraphRewriter.rewrite(
        graph,
        (node, rewriter) -> {
          Value x = find(graph, readers, node);
          if (x == null) {
            return false;
          }
          rewriter.replaceWith(
              node, Unary.of(UnaryFunction.HARD_SWISH), ImmutableList.of(rewriter.map(x)));
          return true;
        });
  }

  private static @Nullable Value find(Graph graph, Readers readers, Node node) {
    Product product = new Product(graph, readers);
    product.multiply(node);
    if (product.factors.size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Value x = product.factors.get(i);
      Node gate = graph.node(product.factors.get(1 - i));
      if (graph.spec(x).equals(node.outputs().getFirst())
          && isGate(graph, gate, x, product.coefficient)) {
        return x;
      }
    }
    return null;
  }

  private static boolean isGate(Graph graph, Node gate, Value x, double coefficient) {
    if (!(gate.op() instanceof Unary unary)) {
      return false;
    }
    Value inner = gate.inputs().getFirst();
    return switch (unary.function()) {
      case HARD_SIGMOID ->
          isClose(coefficient, 1)
              && isClose(unary.a(), 1.0 / 6)
              && isClose(unary.b(), 0.5)
              && inner.equals(x);
      case CLIP ->
          isClose(coefficient, 1.0 / 6)
              && unary.a() == 0
              && unary.b() == 6
              && isThreeMore(graph, inner, x);
      case RELU6 -> isClose(coefficient, 1.0 / 6) && isThreeMore(graph, inner, x);
      case ABS, CEIL, COS, ELU, ERF, EXP, FLOOR, HARD_SWISH, IDENTITY, LEAKY_RELU, LOG, NEG ->
          false;
      case NOT, RECIPROCAL, RELU, ROUND, RSQRT, SIGMOID, SIGN, SIN, SOFTPLUS, SOFTSIGN -> false;
      case SQRT, SQUARE, SWISH, TANH -> false;
    };
  }

  private static boolean isThreeMore(Graph graph, Value sum, Value x) {
    Node node = graph.node(sum);
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.ADD) {
      return false;
    }
    Value left = node.inputs().get(0);
    Value right = node.inputs().get(1);
    return (left.equals(x) && isClose(scalar(graph, right), 3))
        || (right.equals(x) && isClose(scalar(graph, left), 3));
  }

  private static boolean isClose(double found, double wanted) {
    return Math.abs(found - wanted) <= TOLERANCE * wanted;
  }

  /// The only element of a constant, NaN if the value is anything else.
  private static double scalar(Graph graph, Value value) {
    Tensor constant = graph.constant(value);
    return constant != null && constant.elementCount() == 1 ? constant.getDouble(0) : Double.NaN;
  }

  /// A product with its constant factors multiplied out.
  private static final class Product {
    private final Graph graph;
    private final Readers readers;
    private final List<Value> factors = new ArrayList<>();
    private double coefficient = 1;

    Product(Graph graph, Readers readers) {
      this.graph = graph;
      this.readers = readers;
    }

    void multiply(Node node) {
      if (!(node.op() instanceof Binary(BinaryFunction function)) || factors.size() > 2) {
        return;
      }
      Value left = node.inputs().get(0);
      Value right = node.inputs().get(1);
      if (function == BinaryFunction.MUL) {
        factor(left);
        factor(right);
      } else if (function == BinaryFunction.DIV && !Double.isNaN(scalar(graph, right))) {
        factor(left);
        coefficient /= scalar(graph, right);
      }
    }

    private void factor(Value value) {
      Node node = graph.node(value);
      double constant = scalar(graph, value);
      if (!Double.isNaN(constant)) {
        coefficient *= constant;
      } else if (isProduct(node) && readers.isSole(value)) {
        multiply(node);
      } else {
        factors.add(value);
      }
    }

    private boolean isProduct(Node node) {
      return node.op() instanceof Binary(BinaryFunction function)
          && (function == BinaryFunction.MUL
              || (function == BinaryFunction.DIV
                  && !Double.isNaN(scalar(graph, node.inputs().get(1)))));
    }
  }
}
