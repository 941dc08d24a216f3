package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Op;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the rank-4 ops that have a data format into one format, between transposes that
/// [SinkTransposes] then moves and cancels.
public final class PreferFormat implements GraphPass {
  private final DataFormat format;

  public PreferFormat(DataFormat format) {
    this.format = format;
  }

  @Override
  public Graph apply(Graph graph) {
    boolean found = graph.nodes().stream().anyMatch(node -> changed(node) != null);
    return found ? GraphRewriter.rewrite(graph, this::convert) : graph;
  }

  /// The op in the preferred format; null if it has no format or has the preferred one.
  private @Nullable Op changed(Node node) {
    Op changed = withFormat(node.op());
    Shape shape = node.outputs().getFirst().shape();
    boolean differs = changed != null && !changed.equals(node.op());
    return differs && shape.isRankKnown() && shape.rank() == 4 ? changed : null;
  }

  private @Nullable Op withFormat(Op op) {
    if (op instanceof Conv2D conv) {
      return conv.withFormat(format);
    }
    if (op instanceof ConvTranspose2D conv) {
      return conv.withFormat(format);
    }
    if (op instanceof Pool2D pool) {
      return pool.withFormat(format);
    }
    if (op instanceof BatchNorm norm) {
      return norm.withFormat(format);
    }
    if (op instanceof LocalResponseNorm norm) {
      return norm.withFormat(format);
    }
    return op instanceof BiasAdd ? new BiasAdd(format) : null;
  }

  private boolean convert(Node node, GraphRewriter rewriter) {
    Op changed = changed(node);
    if (changed == null) {
      return false;
    }
    boolean last = format == DataFormat.NHWC;
    Transpose into = last ? Transpose.NCHW_TO_NHWC : Transpose.NHWC_TO_NCHW;
    Transpose back = last ? Transpose.NHWC_TO_NCHW : Transpose.NCHW_TO_NHWC;
    List<Value> inputs = new ArrayList<>(rewriter.map(node.inputs()));
    inputs.set(0, transpose(rewriter, node, into, inputs.getFirst()));
    Anchor anchor = Anchor.of(rewriter.source(), Value.of(node.id()));
    Epilogue epilogue = anchor == null ? Epilogue.NONE : anchor.epilogue();
    if (epilogue.residual()) {
      inputs.set(inputs.size() - 1, transpose(rewriter, node, into, inputs.getLast()));
    }
    Value result = rewriter.add(node.name(), node, changed, ImmutableList.copyOf(inputs));
    rewriter.replace(Value.of(node.id()), transpose(rewriter, node, back, result));
    return true;
  }

  private Value transpose(GraphRewriter rewriter, Node node, Transpose op, Value operand) {
    return rewriter.add(node.name() + "/Transpose", node, op, ImmutableList.of(operand));
  }
}
