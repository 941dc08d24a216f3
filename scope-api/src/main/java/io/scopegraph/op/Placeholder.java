package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;

/// A value that the caller feeds.
///
/// - C1: no inputs.
///
/// @param spec what may be fed; unknown dims and an unknown rank are settled by the fed value
public record Placeholder(TensorSpec spec) implements Op {
  @Override
  public String type() {
    return "Placeholder";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 0, 0);
    return ImmutableList.of(spec);
  }
}
