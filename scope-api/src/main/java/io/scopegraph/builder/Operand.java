package io.scopegraph.builder;

import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// What an op can take: the output of another op, or a variable. It knows its graph, so that ops on
/// it need no further argument.
public sealed interface Operand extends Named permits Output, Variable {
  /// The builder of the graph that this belongs to.
  GraphBuilder graph();

  /// The op that gives the value.
  Operation operation();

  /// The value that an op reads which takes this: of a variable, `v/read:0`.
  Output output();

  /// The tensor name, `scope/Relu:0`; of a variable, `scope/v:0`.
  @Override
  String name();

  TensorSpec spec();

  /// The name of the op alone, `scope/Relu`.
  default String opName() {
    return operation().name();
  }

  default Shape shape() {
    return spec().shape();
  }

  default DType dtype() {
    return spec().dtype();
  }

  /// The sum; unlike that of [MathOps#add], its name is `add`.
  default Output plus(Operand other) {
    return infix("add", BinaryFunction.ADD, other);
  }

  /// The sum with a constant of this element type, `add/y`.
  default Output plus(double other) {
    return infix("add", BinaryFunction.ADD, other);
  }

  /// The difference, `sub`.
  default Output minus(Operand other) {
    return infix("sub", BinaryFunction.SUB, other);
  }

  /// The difference from a constant of this element type, `sub/y`.
  default Output minus(double other) {
    return infix("sub", BinaryFunction.SUB, other);
  }

  /// The element-wise product; unlike that of [MathOps#mul], its name is `mul`.
  default Output times(Operand other) {
    return infix("mul", BinaryFunction.MUL, other);
  }

  /// The product with a constant of this element type, `mul/y`.
  default Output times(double other) {
    return infix("mul", BinaryFunction.MUL, other);
  }

  /// The quotient, `truediv`.
  default Output dividedBy(Operand other) {
    return infix("truediv", BinaryFunction.DIV, other);
  }

  /// The quotient by a constant of this element type, `truediv/y`.
  default Output dividedBy(double other) {
    return infix("truediv", BinaryFunction.DIV, other);
  }

  private Output infix(String name, BinaryFunction function, Operand other) {
    return graph().apply(null, name, new Binary(function), this, other);
  }

  private Output infix(String name, BinaryFunction function, double other) {
    try (var scope = graph().nameScope(name)) {
      Tensor value = Tensor.filled(new TensorSpec(dtype(), Shape.scalar()), other);
      Output y = graph().constant("y", value);
      return graph().apply(scope.prefix(), name, new Binary(function), this, y);
    }
  }
}
