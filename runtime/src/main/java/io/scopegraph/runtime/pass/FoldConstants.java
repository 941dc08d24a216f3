package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replaces nodes whose inputs are all constants by their values, and the extents of values whose
/// shapes are known by constants. A value that is much larger than what it is made of is folded
/// only while the sum of such growth stays below a bound.
public final class FoldConstants implements GraphPass {
  /// Bytes by which the constants of a graph may grow in one application.
  private static final long GROWTH_LIMIT = HostEvaluator.MAX_BYTES;

  @Override
  public Graph apply(Graph graph) {
    Folding folding = new Folding();
    Graph folded = GraphRewriter.rewrite(graph, folding::fold);
    return folding.count == 0 ? graph : folded;
  }

  private static final class Folding {
    private long growth;
    private int count;

    boolean fold(Node node, GraphRewriter rewriter) {
      List<Tensor> values = values(node, rewriter);
      if (values == null) {
        return false;
      }
      for (int slot = 0; slot < values.size(); slot++) {
        String name = slot == 0 ? node.name() : node.name() + "/" + slot;
        Value value = rewriter.add(name, node, new Constant(values.get(slot)), ImmutableList.of());
        rewriter.replace(new Value(node.id(), slot), value);
      }
      count++;
      return true;
    }

    private @Nullable List<Tensor> values(Node node, GraphRewriter rewriter) {
      if (node.op() instanceof ShapeOp shapeOp) {
        Tensor extents = extents(shapeOp, rewriter, node.inputs().getFirst());
        return extents == null ? null : ImmutableList.of(extents);
      }
      if (isSource(node)) {
        return null;
      }
      List<Tensor> inputs = new ArrayList<>();
      long bytes = 0;
      for (Value input : node.inputs()) {
        Tensor value = rewriter.target().constant(rewriter.map(input));
        if (value == null) {
          return null;
        }
        inputs.add(value);
        bytes += value.byteSize();
      }
      if (growth > GROWTH_LIMIT) {
        return null;
      }
      Optional<ImmutableList<Tensor>> outputs = HostEvaluator.evaluate(node, inputs);
      if (outputs.isPresent()) {
        long produced = outputs.get().stream().mapToLong(Tensor::byteSize).sum();
        growth += Math.max(0, produced - bytes);
      }
      return outputs.orElse(null);
    }

    private static boolean isSource(Node node) {
      return node.op() instanceof Constant
          || node.op() instanceof Placeholder
          || node.op() instanceof VariableOp;
    }

    private static @Nullable Tensor extents(ShapeOp op, GraphRewriter rewriter, Value input) {
      Shape shape = rewriter.target().spec(rewriter.map(input)).shape();
      if (!shape.isRankKnown()) {
        return null;
      }
      int from = op.from(shape.rank());
      long[] dims = Arrays.copyOfRange(shape.dims(), from, Math.max(from, op.to(shape.rank())));
      boolean known = Arrays.stream(dims).noneMatch(dim -> dim == Shape.UNKNOWN);
      return known ? Tensor.vector(dims) : null;
    }
  }
}
