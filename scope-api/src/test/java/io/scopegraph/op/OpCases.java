package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// The cases of all ops, and the words to write them.
final class OpCases {
  private OpCases() {}

  /// An op that takes its inputs, and what it gives.
  record Example(Op op, List<Inference.Operand> inputs, List<TensorSpec> outputs) {
    @Override
    public String toString() {
      return op + " of " + inputs.stream().map(Inference.Operand::spec).toList();
    }
  }

  /// An op that breaks one constraint, as it is made or as it takes its inputs.
  record Broken(
      Class<? extends Op> type,
      String constraint,
      Supplier<Op> op,
      List<Inference.Operand> inputs) {
    @Override
    public String toString() {
      return type.getSimpleName()
          + " "
          + constraint
          + " with "
          + inputs.stream().map(Inference.Operand::spec).toList();
    }
  }

  static List<Example> examples() {
    return ImmutableList.copyOf(
        Iterables.concat(
            WindowCases.examples(),
            MathCases.examples(),
            ArrayCases.examples(),
            OperandCases.examples(),
            SourceCases.examples()));
  }

  static List<Broken> broken() {
    return ImmutableList.copyOf(
        Iterables.concat(
            WindowCases.broken(),
            MathCases.broken(),
            ArrayCases.broken(),
            OperandCases.broken(),
            SourceCases.broken()));
  }

  static Example example(Op op, TensorSpec output, Inference.Operand... inputs) {
    return new Example(op, List.of(inputs), List.of(output));
  }

  static Broken refuses(
      Class<? extends Op> type, String constraint, Supplier<Op> op, Inference.Operand... inputs) {
    return new Broken(type, constraint, op, List.of(inputs));
  }

  static TensorSpec spec(long... dims) {
    return new TensorSpec(DType.FLOAT32, Shape.of(dims));
  }

  static TensorSpec spec(DType dtype, long... dims) {
    return new TensorSpec(dtype, Shape.of(dims));
  }

  /// A float32 of which nothing is known.
  static TensorSpec anything() {
    return new TensorSpec(DType.FLOAT32, Shape.unknownRank());
  }

  /// A float32 input.
  static Inference.Operand in(long... dims) {
    return Inference.Operand.of(spec(dims));
  }

  static Inference.Operand in(DType dtype, long... dims) {
    return Inference.Operand.of(spec(dtype, dims));
  }

  static Inference.Operand unknown() {
    return Inference.Operand.of(anything());
  }

  /// An int64 vector that is known before running.
  static Inference.Operand ints(long... values) {
    return Inference.Operand.of(Tensor.vector(values));
  }

  static Inference.Operand floats(float... values) {
    return Inference.Operand.of(Tensor.ofFloats(Shape.of(values.length), values));
  }

  static ImmutableList<Integer> axes(Integer... axes) {
    return ImmutableList.copyOf(Arrays.asList(axes));
  }
}
