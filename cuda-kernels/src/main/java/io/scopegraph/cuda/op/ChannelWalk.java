package io.scopegraph.cuda.op;

import io.scopegraph.runtime.host.Strides;
import io.scopegraph.tensor.Shape;

/// Walks over values of one shape with the channel of each element.
final class ChannelWalk {
  private ChannelWalk() {}

  /// Operand 0 is the output, 1 the input, 2 the channel.
  ///
  /// @param axis of the channels
  /// @param outPitch elements from row to row, as in [Strides#rows]
  static Nest nest(Shape shape, int axis, long outPitch, long inPitch) {
    long[] dims = shape.dims();
    long[] channel = new long[dims.length];
    channel[axis] = 1;
    return new Nest(dims, Strides.rows(dims, outPitch), Strides.rows(dims, inPitch), channel);
  }
}
