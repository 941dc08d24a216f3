package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Draws the addition of a value of equal, known shape into the convolution or matrix product whose
/// result it is added to. If both operands are such products, the later one takes the addition.
public final class FuseResidual implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Readers readers = Readers.of(graph);
    return Fusion.apply(graph, node -> find(graph, readers, node), FuseResidual::build);
  }

  private static @Nullable Anchor find(Graph graph, Readers readers, Node node) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.ADD) {
      return null;
    }
    Value left = node.inputs().get(0);
    Value right = node.inputs().get(1);
    Shape shape = graph.spec(left).shape();
    if (!shape.isFullyDefined() || !shape.equals(graph.spec(right).shape())) {
      return null;
    }
    boolean leftLater = left.node() > right.node();
    Anchor later = find(graph, readers, leftLater ? left : right);
    return later != null ? later : find(graph, readers, leftLater ? right : left);
  }

  private static @Nullable Anchor find(Graph graph, Readers readers, Value value) {
    Anchor anchor = Anchor.of(graph, value);
    return anchor != null
            && readers.isSole(value)
            && !anchor.epilogue().residual()
            && anchor.epilogue().activation().isIdentity()
        ? anchor
        : null;
  }

  private static Value build(Anchor anchor, Node node, GraphRewriter rewriter) {
    Value left = node.inputs().get(0);
    Value residual = left.equals(anchor.value()) ? node.inputs().get(1) : left;
    ImmutableList<Value> inputs =
        ImmutableList.<Value>builder()
            .addAll(rewriter.map(anchor.node().inputs()))
            .add(rewriter.map(residual))
            .build();
    return anchor.rebuild(rewriter, anchor.epilogue().withResidual(), inputs);
  }
}
