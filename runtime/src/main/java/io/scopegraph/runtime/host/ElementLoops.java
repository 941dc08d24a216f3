package io.scopegraph.runtime.host;

import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// The element-wise ops, for elements of any type.
final class ElementLoops {
  private ElementLoops() {}

  static Tensor cast(Tensor x, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    cast(x, target);
    return target;
  }

  static void cast(Tensor x, Tensor target) {
    boolean floating = x.dtype().isFloating();
    long count = target.elementCount();
    for (long i = 0; i < count; i++) {
      if (floating) {
        target.setDouble(i, x.getDouble(i));
      } else {
        target.setLong(i, x.getLong(i));
      }
    }
  }

  static Tensor unary(Unary op, Tensor x, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    boolean floating = x.dtype().isFloating();
    long count = target.elementCount();
    for (long i = 0; i < count; i++) {
      if (floating) {
        target.setDouble(i, ElementMath.apply(op.function(), op.a(), op.b(), x.getDouble(i)));
      } else {
        target.setLong(i, ElementMath.apply(op.function(), op.a(), op.b(), x.getLong(i)));
      }
    }
    return target;
  }

  static Tensor binary(Binary op, Tensor x, Tensor y, TensorSpec output) {
    boolean sumOrProduct =
        op.function() == BinaryFunction.ADD || op.function() == BinaryFunction.MUL;
    if (sumOrProduct && output.dtype() == DType.FLOAT32) {
      return FloatRows.binary(op.function(), x, y, output);
    }
    Tensor target = Tensor.allocate(output);
    IndexWalk xs = walk(x, output);
    IndexWalk ys = walk(y, output);
    long count = target.elementCount();
    for (long i = 0; i < count; i++) {
      element(op.function(), x, xs.next(), y, ys.next(), target, i);
    }
    return target;
  }

  /// The steps for each element in turn: of float64 as they are, of other types as float32.
  static Tensor program(ElementWise op, List<Tensor> inputs, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    IndexWalk[] walks = inputs.stream().map(input -> walk(input, output)).toArray(IndexWalk[]::new);
    double[] values = new double[op.inputs() + op.steps().size()];
    boolean doubles = output.dtype() == DType.FLOAT64;
    long count = target.elementCount();
    for (long i = 0; i < count; i++) {
      for (int input = 0; input < walks.length; input++) {
        values[input] = inputs.get(input).getDouble(walks[input].next());
      }
      ElementMath.run(op, doubles, values);
      target.setDouble(i, values[values.length - 1]);
    }
    return target;
  }

  private static IndexWalk walk(Tensor operand, TensorSpec output) {
    return new IndexWalk(
        output.shape().dims(), IndexWalk.broadcastStrides(operand.shape(), output.shape()));
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
}
