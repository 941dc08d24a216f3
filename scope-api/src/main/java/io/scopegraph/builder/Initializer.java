package io.scopegraph.builder;

import io.scopegraph.op.InitialValue;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// What a new variable holds at first: either a fixed value, which also settles the shape and the
/// element type, or a function of them. [Initializers] has the usual ones.
public sealed interface Initializer {
  /// A fixed value. No shape may be given beside it.
  record Fixed(Tensor value) implements Initializer {}

  /// The value of an op, which must be a constant. No shape may be given beside it.
  record Symbolic(Operand value) implements Initializer {}

  /// A function of the variable's shape and element type.
  @FunctionalInterface
  non-sealed interface Function extends Initializer {
    /// The first value of a variable.
    ///
    /// @param seed differs between the variables of a graph, but not between machines
    InitialValue create(TensorSpec spec, long seed);

    /// The name below `v/Initializer/` of the op that TensorFlow has for a value.
    default String opName(InitialValue value) {
      return switch (value) {
        case InitialValue.Fixed _, InitialValue.Filled _ -> "Const";
        case InitialValue.Uniform _ -> "random_uniform";
        case InitialValue.Normal normal ->
            normal.truncated() ? "truncated_normal" : "random_normal";
      };
    }
  }
}
