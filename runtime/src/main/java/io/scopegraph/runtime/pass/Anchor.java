package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// A convolution or matrix product: a node whose op carries an epilogue, into which later nodes can
/// be fused.
record Anchor(Node node, Epilogue epilogue) {
  /// The anchor that gives a value, or null if another kind of node does.
  static @Nullable Anchor of(Graph graph, Value value) {
    Node node = graph.node(value);
    if (node.op() instanceof Conv2D conv) {
      return new Anchor(node, conv.epilogue());
    }
    if (node.op() instanceof ConvTranspose2D conv) {
      return new Anchor(node, conv.epilogue());
    }
    return node.op() instanceof MatMul product ? new Anchor(node, product.epilogue()) : null;
  }

  Value value() {
    return Value.of(node.id());
  }

  Value weight() {
    return node.inputs().get(1);
  }

  /// The bias.
  ///
  /// @throws IndexOutOfBoundsException if the epilogue has none
  Value bias() {
    return node.inputs().get(2);
  }

  TensorSpec spec() {
    return node.outputs().getFirst();
  }

  /// The axis of the output along which the bias lies, or -1 if the rank is unknown.
  int channelAxis() {
    if (!spec().shape().isRankKnown()) {
      return -1;
    }
    int last = spec().shape().rank() - 1;
    if (node.op() instanceof Conv2D conv) {
      return conv.format().channelAxis();
    }
    return node.op() instanceof ConvTranspose2D conv ? conv.format().channelAxis() : last;
  }

  /// The extent of the channel axis, which may be unknown.
  long channels() {
    int axis = channelAxis();
    return axis < 0 ? Shape.UNKNOWN : spec().shape().dim(axis);
  }

  Op withEpilogue(Epilogue changed) {
    if (node.op() instanceof Conv2D conv) {
      return conv.withEpilogue(changed);
    }
    if (node.op() instanceof ConvTranspose2D conv) {
      return conv.withEpilogue(changed);
    }
    return ((MatMul) node.op()).withEpilogue(changed);
  }

  /// Adds this anchor with a changed epilogue to the copy of the graph.
  ///
  /// @param inputs values of the copy
  Value rebuild(GraphRewriter rewriter, Epilogue changed, ImmutableList<Value> inputs) {
    return rewriter.add(node.name(), node, withEpilogue(changed), inputs);
  }
}
