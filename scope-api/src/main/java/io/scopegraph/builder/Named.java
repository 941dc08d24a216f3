package io.scopegraph.builder;

/// What a collection can hold: a variable, the output of an op, an op, or a variable scope.
public sealed interface Named permits Operand, Operation, VariableScope {
  /// The full name: of a variable or an output `a/v:0`, of an op `a/v`, of a scope `a`.
  String name();
}
