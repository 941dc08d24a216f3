package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// y = exp(x) / sum(exp(x)) along one axis, computed after subtracting the maximum; or its
/// logarithm.
///
/// - C1: one input of a floating-point dtype.
/// - C2: the axis exists; a negative axis counts from the end.
///
/// Example: [0, log 3] becomes [0.25, 0.75].
public record Softmax(int axis, boolean logarithm) implements Op {
  @Override
  public String type() {
    return logarithm ? "LogSoftmax" : "Softmax";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    inference.check(inference.dtype(0).isFloating(), "C1", "does not take %s", inference.dtype(0));
    Shape x = inference.shape(0);
    if (x.isRankKnown()) {
      inference.axis("C2", axis, x.rank());
    }
    return ImmutableList.of(inference.spec(0));
  }
}
