package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.UnaryFunction;

/// The numbers by which the kernels know functions: their places in the Java enumerations, in whose
/// order those of `functions.cu` and `reduce.cu` are.
final class FunctionNumber {
  private static final ImmutableList<UnaryFunction> UNARY =
      ImmutableList.copyOf(UnaryFunction.values());
  private static final ImmutableList<BinaryFunction> BINARY =
      ImmutableList.copyOf(BinaryFunction.values());
  private static final ImmutableList<Reduce.Function> REDUCE =
      ImmutableList.copyOf(Reduce.Function.values());

  private FunctionNumber() {}

  static int of(UnaryFunction function) {
    return UNARY.indexOf(function);
  }

  static int of(BinaryFunction function) {
    return BINARY.indexOf(function);
  }

  static int of(Reduce.Function function) {
    return REDUCE.indexOf(function);
  }
}
