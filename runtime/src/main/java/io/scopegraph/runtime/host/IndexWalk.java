package io.scopegraph.runtime.host;

import io.scopegraph.tensor.Shape;

/// Walks over the positions of a block in row-major order and gives for each a flat index: the sum
/// of the coordinates times the strides.
final class IndexWalk {
  private final long[] extents;
  private final long[] strides;
  private final long[] counters;
  private long index;

  IndexWalk(long[] extents, long[] strides) {
    this.extents = extents;
    this.strides = strides;
    this.counters = new long[extents.length];
  }

  /// The strides, in elements, by which a value is read when it is broadcast against a shape.
  static long[] broadcastStrides(Shape value, Shape output) {
    long[] strides = new long[output.rank()];
    long stride = 1;
    for (int fromEnd = 1; fromEnd <= value.rank(); fromEnd++) {
      strides[strides.length - fromEnd] = value.dim(-fromEnd) == 1 ? 0 : stride;
      stride *= value.dim(-fromEnd);
    }
    return strides;
  }

  long next() {
    long current = index;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      index += strides[axis];
      if (++counters[axis] < extents[axis]) {
        break;
      }
      index -= strides[axis] * counters[axis];
      counters[axis] = 0;
    }
    return current;
  }
}
