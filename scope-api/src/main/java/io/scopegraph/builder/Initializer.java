package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
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

    /// The names under which the graph shows how the value is made.
    default OpNames opNames() {
      return OpNames.of("Const", "Const");
    }
  }

  /// The names of ops that TensorFlow has for a function, below `v/Initializer/`.
  ///
  /// @param name the op that gives the value
  /// @param type its op type
  /// @param steps ops that go before it, inside a name scope of its name
  record OpNames(String name, String type, ImmutableList<String> steps) {
    public static OpNames of(String name, String type) {
      return new OpNames(name, type, ImmutableList.of());
    }
  }
}
