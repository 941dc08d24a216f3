package io.scopegraph.builder;

import io.scopegraph.tensor.TensorSpec;

/// One output of an op, as a symbol: it has no contents before a run.
///
/// @param index the position among the op's outputs
public record Output(GraphBuilder graph, Operation operation, int index) implements Operand {
  @Override
  public Output output() {
    return this;
  }

  @Override
  public String name() {
    return operation.name() + ":" + index;
  }

  @Override
  public TensorSpec spec() {
    return operation.outputs().get(index);
  }

  /// The name and what is known of the value: `Relu:0 float32(?, 10)`.
  @Override
  public String toString() {
    return name() + " " + spec();
  }
}
