package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// Arithmetic, comparisons, matrix products and reductions. A null name means the default name.
public final class MathOps {
  private MathOps() {}

  /// Any element-wise function of one value without parameters.
  public static Output unary(UnaryFunction function, Operand x, @Nullable String name) {
    return unary(Unary.of(function), x, name);
  }

  /// Any element-wise function of one value.
  public static Output unary(Unary op, Operand x, @Nullable String name) {
    return x.graph().apply(name, op.type(), op, x);
  }

  /// Any element-wise function of two values, broadcast against each other.
  public static Output binary(
      BinaryFunction function, Operand x, Operand y, @Nullable String name) {
    return x.graph().apply(name, function.type(), new Binary(function), x, y);
  }

  /// Several element-wise functions in one op. Sessions make such ops of their own accord; this is
  /// for those who write them.
  public static Output elementWise(ElementWise program, @Nullable String name, Operand... inputs) {
    if (inputs.length == 0) {
      throw new IllegalArgumentException("An element-wise program needs an input");
    }
    return inputs[0].graph().apply(name, program.type(), program, inputs);
  }

  /// The sum; its default name is `Add`, unlike that of [Operand#plus].
  public static Output add(Operand x, Operand y) {
    return add(x, y, null);
  }

  public static Output add(Operand x, Operand y, @Nullable String name) {
    return binary(BinaryFunction.ADD, x, y, name);
  }

  /// The difference; its default name is `Sub`.
  public static Output subtract(Operand x, Operand y) {
    return subtract(x, y, null);
  }

  public static Output subtract(Operand x, Operand y, @Nullable String name) {
    return binary(BinaryFunction.SUB, x, y, name);
  }

  /// The element-wise product; its default name is `Mul`.
  public static Output mul(Operand x, Operand y) {
    return mul(x, y, null);
  }

  public static Output mul(Operand x, Operand y, @Nullable String name) {
    return binary(BinaryFunction.MUL, x, y, name);
  }

  /// The quotient; its default name is `Div`.
  public static Output div(Operand x, Operand y) {
    return div(x, y, null);
  }

  public static Output div(Operand x, Operand y, @Nullable String name) {
    return binary(BinaryFunction.DIV, x, y, name);
  }

  public static Output maximum(Operand x, Operand y) {
    return binary(BinaryFunction.MAXIMUM, x, y, null);
  }

  public static Output minimum(Operand x, Operand y) {
    return binary(BinaryFunction.MINIMUM, x, y, null);
  }

  public static Output pow(Operand x, Operand y) {
    return binary(BinaryFunction.POW, x, y, null);
  }

  /// (x - y)^2.
  public static Output squaredDifference(Operand x, Operand y) {
    return squaredDifference(x, y, null);
  }

  public static Output squaredDifference(Operand x, Operand y, @Nullable String name) {
    return binary(BinaryFunction.SQUARED_DIFFERENCE, x, y, name);
  }

  public static Output equal(Operand x, Operand y) {
    return binary(BinaryFunction.EQUAL, x, y, null);
  }

  public static Output less(Operand x, Operand y) {
    return binary(BinaryFunction.LESS, x, y, null);
  }

  public static Output greater(Operand x, Operand y) {
    return binary(BinaryFunction.GREATER, x, y, null);
  }

  public static Output abs(Operand x) {
    return unary(UnaryFunction.ABS, x, null);
  }

  public static Output exp(Operand x) {
    return unary(UnaryFunction.EXP, x, null);
  }

  public static Output log(Operand x) {
    return unary(UnaryFunction.LOG, x, null);
  }

  public static Output negative(Operand x) {
    return unary(UnaryFunction.NEG, x, null);
  }

  public static Output sigmoid(Operand x) {
    return unary(UnaryFunction.SIGMOID, x, null);
  }

  public static Output sqrt(Operand x) {
    return sqrt(x, null);
  }

  public static Output sqrt(Operand x, @Nullable String name) {
    return unary(UnaryFunction.SQRT, x, name);
  }

  public static Output square(Operand x) {
    return unary(UnaryFunction.SQUARE, x, null);
  }

  public static Output tanh(Operand x) {
    return unary(UnaryFunction.TANH, x, null);
  }

  /// min(max(x, low), high).
  public static Output clipByValue(Operand x, double low, double high) {
    return clipByValue(x, low, high, null);
  }

  public static Output clipByValue(Operand x, double low, double high, @Nullable String name) {
    return x.graph().apply(name, "clip_by_value", new Unary(UnaryFunction.CLIP, low, high), x);
  }

  /// See [Cast].
  public static Output cast(Operand x, DType dtype) {
    return cast(x, dtype, null);
  }

  public static Output cast(Operand x, DType dtype, @Nullable String name) {
    return x.graph().apply(name, "Cast", new Cast(dtype), x);
  }

  /// See [MatMul].
  public static Output matMul(Operand a, Operand b) {
    return matMul(a, b, null);
  }

  public static Output matMul(Operand a, Operand b, @Nullable String name) {
    return matMul(a, b, false, false, name);
  }

  public static Output matMul(
      Operand a, Operand b, boolean transposeA, boolean transposeB, @Nullable String name) {
    MatMul op = new MatMul(transposeA, transposeB, Epilogue.NONE);
    return a.graph().apply(name, "MatMul", op, a, b);
  }

  /// alpha * a * b + beta * c, see [Gemm].
  public static Output gemm(Operand a, Operand b, Operand c, Gemm op, @Nullable String name) {
    return a.graph().apply(name, "Gemm", op, a, b, c);
  }

  /// The mean over some axes, all if none is given; they are dropped.
  public static Output reduceMean(Operand x, int... axes) {
    return reduce(x, drop(Reduce.Function.MEAN, axes), null);
  }

  /// The sum over some axes, all if none is given; they are dropped.
  public static Output reduceSum(Operand x, int... axes) {
    return reduce(x, drop(Reduce.Function.SUM, axes), null);
  }

  /// The maximum over some axes, all if none is given; they are dropped.
  public static Output reduceMax(Operand x, int... axes) {
    return reduce(x, drop(Reduce.Function.MAX, axes), null);
  }

  /// The minimum over some axes, all if none is given; they are dropped.
  public static Output reduceMin(Operand x, int... axes) {
    return reduce(x, drop(Reduce.Function.MIN, axes), null);
  }

  /// The product over some axes, all if none is given; they are dropped.
  public static Output reduceProd(Operand x, int... axes) {
    return reduce(x, drop(Reduce.Function.PROD, axes), null);
  }

  private static Reduce drop(Reduce.Function function, int... axes) {
    return new Reduce(function, ImmutableList.copyOf(Ints.asList(axes)), false);
  }

  /// A reduction with all its attributes.
  public static Output reduce(Operand x, Reduce op, @Nullable String name) {
    return x.graph().apply(name, op.type(), op, x);
  }
}
