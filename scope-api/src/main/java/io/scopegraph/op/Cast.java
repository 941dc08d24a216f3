package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;

/// Converts the elements: floating point to integer truncates toward zero, to bool is "not zero"
/// (NaN is true).
///
/// - C1: one input.
///
/// Example: -1.7 as int32 is -1.
public record Cast(DType to) implements Op {
  @Override
  public String type() {
    return "Cast";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    return Inference.one(to, inference.shape(0));
  }
}
