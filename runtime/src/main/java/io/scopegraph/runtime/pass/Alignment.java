package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Brings the other operand of a broadcasting node into the order of axes in which its permuted
/// operand is.
final class Alignment {
  private Alignment() {}

  /// Whether that moves no data while running: the operand is a constant, or has no two axes that
  /// change places.
  ///
  /// @param inverse the permutation that the operand would go through
  static boolean isFree(Graph graph, Value operand, List<Integer> inverse) {
    Shape shape = graph.spec(operand).shape();
    if (!shape.isRankKnown() || shape.rank() > inverse.size()) {
      return false;
    }
    Shape full = extend(shape, inverse.size());
    return graph.constant(operand) != null
        || isSingle(shape)
        || (Permutations.keepsOrder(inverse, full)
            && Permutations.reshapeDims(Permutations.apply(inverse, full)) != null);
  }

  /// Adds the aligned operand to the copy.
  ///
  /// @param operand a value of the copy
  static Value add(
      GraphRewriter rewriter, Node beside, Value operand, ImmutableList<Integer> inverse) {
    Shape shape = rewriter.target().spec(operand).shape();
    if (isSingle(shape)) {
      return operand;
    }
    Shape full = extend(shape, inverse.size());
    Shape permuted = Permutations.apply(inverse, full);
    long[] dims = Permutations.reshapeDims(permuted);
    if (Permutations.keepsOrder(inverse, full) && dims != null) {
      return reshape(rewriter, beside, operand, dims);
    }
    Value extended = full.equals(shape) ? operand : reshape(rewriter, beside, operand, full.dims());
    String name = rewriter.target().node(operand).name() + "/Transpose";
    return rewriter.add(name, beside, new Transpose(inverse), ImmutableList.of(extended));
  }

  private static Value reshape(GraphRewriter rewriter, Node beside, Value operand, long[] dims) {
    String name = rewriter.target().node(operand).name();
    Value target =
        rewriter.add(
            name + "/shape", beside, new Constant(Tensor.vector(dims)), ImmutableList.of());
    return rewriter.add(
        name + "/Reshape", beside, new Reshape(true), ImmutableList.of(operand, target));
  }

  private static boolean isSingle(Shape shape) {
    return shape.isFullyDefined() && Arrays.stream(shape.dims()).allMatch(dim -> dim == 1);
  }

  /// The shape with leading axes of extent 1 up to a rank.
  private static Shape extend(Shape shape, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    System.arraycopy(shape.dims(), 0, dims, rank - shape.rank(), shape.rank());
    return Shape.of(dims);
  }
}
