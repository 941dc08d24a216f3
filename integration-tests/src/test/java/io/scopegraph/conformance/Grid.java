package io.scopegraph.conformance;

import io.scopegraph.tensor.Shape;
import java.util.function.ToDoubleFunction;

/// Walks over the indices of a shape, last axis fastest.
final class Grid {
  private Grid() {}

  /// The value of a function at each index, in row-major order.
  static double[] map(Shape shape, ToDoubleFunction<int[]> function) {
    double[] values = new double[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(index(shape, i));
    }
    return values;
  }

  /// The index of an element.
  static int[] index(Shape shape, int flat) {
    int[] index = new int[shape.rank()];
    int left = flat;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (left % shape.dim(axis));
      left /= (int) shape.dim(axis);
    }
    return index;
  }

  /// The place of an index in row-major order.
  static int flat(Shape shape, int... index) {
    int flat = 0;
    for (int axis = 0; axis < index.length; axis++) {
      flat = flat * (int) shape.dim(axis) + index[axis];
    }
    return flat;
  }

  /// The place that an index of a broadcast result has in an operand.
  static int broadcast(Shape operand, int[] index) {
    int flat = 0;
    int missing = index.length - operand.rank();
    for (int axis = 0; axis < operand.rank(); axis++) {
      int at = operand.dim(axis) == 1 ? 0 : index[axis + missing];
      flat = flat * (int) operand.dim(axis) + at;
    }
    return flat;
  }
}
