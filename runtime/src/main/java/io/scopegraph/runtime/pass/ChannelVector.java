package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Reshape;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Constants that hold one number for each channel, in whatever shape broadcasts like that: (C,) or
/// (1, C, 1, 1) or a single number.
final class ChannelVector {
  private ChannelVector() {}

  /// Whether a constant, broadcast against an anchor's output, leaves its shape as it is and
  /// differs along the channel axis only.
  static boolean isOne(Graph graph, Value value, Anchor anchor) {
    Tensor constant = graph.constant(value);
    Shape output = anchor.spec().shape();
    if (constant == null
        || anchor.channels() == Shape.UNKNOWN
        || constant.shape().rank() > output.rank()) {
      return false;
    }
    if (constant.elementCount() == 1) {
      return true;
    }
    int fromEnd = anchor.channelAxis() - output.rank();
    return constant.shape().rank() >= -fromEnd
        && constant.shape().dim(fromEnd) == anchor.channels()
        && constant.elementCount() == anchor.channels();
  }

  /// The constant as a vector of all channels.
  static Value add(GraphRewriter rewriter, Value value, Anchor anchor) {
    Value mapped = rewriter.map(value);
    Shape shape = rewriter.source().spec(value).shape();
    if (shape.equals(Shape.of(anchor.channels()))) {
      return mapped;
    }
    String name = rewriter.target().node(mapped).name();
    Value dims =
        rewriter.add(
            name + "/shape",
            anchor.node(),
            new Constant(Tensor.vector(anchor.channels())),
            ImmutableList.of());
    boolean single = shape.elementCount() == 1;
    Value flat =
        single && shape.rank() > 1
            ? rewriter.add(
                name + "/single",
                anchor.node(),
                new Reshape(false),
                ImmutableList.of(
                    mapped,
                    rewriter.add(
                        name + "/one",
                        anchor.node(),
                        new Constant(Tensor.vector(1)),
                        ImmutableList.of())))
            : mapped;
    return rewriter.add(
        name + "/channels",
        anchor.node(),
        single ? new Expand() : new Reshape(false),
        ImmutableList.of(flat, dims));
  }
}
