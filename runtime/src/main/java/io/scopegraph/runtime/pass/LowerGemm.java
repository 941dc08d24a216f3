package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Reshape;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Replaces `Gemm` without factors by a matrix product and the addition of a bias.
public final class LowerGemm implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(LowerGemm::isPlain);
    return found ? GraphRewriter.rewrite(graph, LowerGemm::lower) : graph;
  }

  private static boolean isPlain(Node node) {
    return node.op() instanceof Gemm gemm
        && gemm.alpha() == 1
        && (gemm.beta() == 1 || node.inputs().size() == 2);
  }

  private static boolean lower(Node node, GraphRewriter rewriter) {
    if (!(node.op() instanceof Gemm gemm) || !isPlain(node)) {
      return false;
    }
    ImmutableList<Value> inputs = ImmutableList.copyOf(rewriter.map(node.inputs()));
    MatMul product = new MatMul(gemm.transposeA(), gemm.transposeB(), Epilogue.NONE);
    if (inputs.size() == 2) {
      rewriter.replaceWith(node, product, inputs);
      return true;
    }
    Value matrix = rewriter.add(node.name(), node, product, inputs.subList(0, 2));
    Value addend = inputs.get(2);
    long columns = node.outputs().getFirst().shape().dim(1);
    Shape shape = rewriter.target().spec(addend).shape();
    boolean row = columns > 1 && (isRow(shape, 1, columns) || isRow(shape, 2, columns));
    Value sum =
        row
            ? rewriter.add(
                node.name() + "/BiasAdd",
                node,
                new BiasAdd(DataFormat.NHWC),
                ImmutableList.of(matrix, vector(node, rewriter, addend)))
            : rewriter.add(
                node.name() + "/Add",
                node,
                new Binary(BinaryFunction.ADD),
                ImmutableList.of(matrix, addend));
    rewriter.replace(Value.of(node.id()), sum);
    return true;
  }

  private static boolean isRow(Shape shape, int rank, long columns) {
    return shape.isFullyDefined()
        && shape.rank() == rank
        && shape.dim(-1) == columns
        && shape.elementCount() == columns;
  }

  private static Value vector(Node node, GraphRewriter rewriter, Value row) {
    Shape shape = rewriter.target().spec(row).shape();
    if (shape.rank() == 1) {
      return row;
    }
    Value dims =
        rewriter.add(
            node.name() + "/columns",
            node,
            new Constant(Tensor.vector(shape.dim(-1))),
            ImmutableList.of());
    return rewriter.add(
        node.name() + "/bias", node, new Reshape(false), ImmutableList.of(row, dims));
  }
}
