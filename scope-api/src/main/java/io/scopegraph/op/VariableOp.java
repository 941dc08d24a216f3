package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;

/// A named value that outlives a run: one allocation, shared by all graphs and sessions that use
/// the name on one store.
///
/// - C1: no inputs.
/// - C2: the spec is fully defined.
///
/// @param key the name in the variable store: `conv1/kernel`
/// @param initial the value that it has before anything is loaded into it
public record VariableOp(String key, TensorSpec spec, InitialValue initial) implements Op {
  public VariableOp {
    InvalidOpException.checkAttribute(
        spec.shape().isFullyDefined(),
        "VariableV2",
        "C2",
        "Shape of a new variable (%s) must be fully defined, but instead was %s.",
        key,
        spec.shape());
  }

  @Override
  public String type() {
    return "VariableV2";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 0, 0);
    return ImmutableList.of(spec);
  }
}
