package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// A fixed value.
///
/// - C1: no inputs.
///
/// @param value its contents must not change any more
public record Constant(Tensor value) implements Op {
  public Constant {
    value = value.asReadOnly();
  }

  @Override
  public String type() {
    return "Const";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 0, 0);
    return ImmutableList.of(value.spec());
  }
}
