package io.scopegraph.builder;

import io.scopegraph.tensor.TensorSpec;

/// A variable of a graph. Asking twice for a shared one gives the same object.
public final class Variable implements Operand {
  private final Operation operation;
  private final Output read;
  private final Operation initialOperation;

  Variable(Operation operation, Output read, Operation initialOperation) {
    this.operation = operation;
    this.read = read;
    this.initialOperation = initialOperation;
  }

  @Override
  public GraphBuilder graph() {
    return read.graph();
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public Output output() {
    return read;
  }

  /// The op that gives the first value.
  public Operation initialOperation() {
    return initialOperation;
  }

  @Override
  public String name() {
    return operation.name() + ":0";
  }

  @Override
  public TensorSpec spec() {
    return operation.outputs().getFirst();
  }

  @Override
  public String toString() {
    return "variable " + name() + " " + spec();
  }
}
