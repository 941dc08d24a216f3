package io.scopegraph.runtime.host;

import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// The element-wise ops, for elements of any type.
final class ElementWise {
  private ElementWise() {}

  static Tensor cast(Tensor x, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    boolean floating = x.dtype().isFloating();
    for (long i = 0; i < target.elementCount(); i++) {
      if (floating) {
        target.setDouble(i, x.getDouble(i));
      } else {
        target.setLong(i, x.getLong(i));
      }
    }
    return target;
  }

  static Tensor unary(Unary op, Tensor x, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    boolean floating = x.dtype().isFloating();
    for (long i = 0; i < target.elementCount(); i++) {
      if (floating) {
        target.setDouble(i, ElementMath.apply(op.function(), op.a(), op.b(), x.getDouble(i)));
      } else {
        target.setLong(i, ElementMath.apply(op.function(), op.a(), op.b(), x.getLong(i)));
      }
    }
    return target;
  }

  static Tensor binary(Binary op, Tensor x, Tensor y, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    Broadcast xs = new Broadcast(x.shape(), output.shape());
    Broadcast ys = new Broadcast(y.shape(), output.shape());
    for (long i = 0; i < target.elementCount(); i++) {
      element(op.function(), x, xs.next(), y, ys.next(), target, i);
    }
    return target;
  }

  private static void element(
      BinaryFunction function, Tensor x, long xAt, Tensor y, long yAt, Tensor target, long at) {
    boolean floating = x.dtype().isFloating();
    if (function.kind() == BinaryFunction.Kind.ARITHMETIC) {
      if (floating) {
        target.setDouble(at, ElementMath.apply(function, x.getDouble(xAt), y.getDouble(yAt)));
      } else {
        target.setLong(at, ElementMath.apply(function, x.getLong(xAt), y.getLong(yAt)));
      }
      return;
    }
    boolean holds =
        floating
            ? ElementMath.test(function, x.getDouble(xAt), y.getDouble(yAt))
            : ElementMath.test(function, x.getLong(xAt), y.getLong(yAt));
    target.setLong(at, holds ? 1 : 0);
  }

  /// The flat indices of a value's elements in the order in which a larger shape walks over them.
  private static final class Broadcast {
    private final long[] extents;
    private final long[] strides;
    private final long[] counters;
    private long index;

    Broadcast(Shape shape, Shape output) {
      extents = output.dims();
      strides = new long[extents.length];
      counters = new long[extents.length];
      long stride = 1;
      for (int fromEnd = 1; fromEnd <= shape.rank(); fromEnd++) {
        strides[extents.length - fromEnd] = shape.dim(-fromEnd) == 1 ? 0 : stride;
        stride *= shape.dim(-fromEnd);
      }
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
}
