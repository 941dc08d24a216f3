package io.scopegraph.runtime.host;

import io.scopegraph.tensor.Shape;

/// The distances, in elements, from one position along an axis to the next.
public final class Strides {
  private Strides() {}

  /// The strides of dense elements in row-major order.
  public static long[] dense(long... extents) {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /// The strides of elements in row-major order whose rows, the runs along the last axis, are
  /// `pitch` elements apart; 0 for rows that touch each other.
  public static long[] rows(long[] extents, long pitch) {
    long[] strides = dense(extents);
    long stride = pitch;
    for (int axis = extents.length - 2; axis >= 0 && pitch != 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /// The strides of a value broadcast to a shape.
  ///
  /// @param pitch as in [#rows]
  public static long[] broadcast(Shape value, long pitch, Shape to) {
    long[] own = rows(value.dims(), pitch);
    long[] strides = new long[to.rank()];
    int missing = to.rank() - value.rank();
    for (int axis = missing; axis < to.rank(); axis++) {
      strides[axis] = value.dim(axis - missing) == 1 ? 0 : own[axis - missing];
    }
    return strides;
  }
}
