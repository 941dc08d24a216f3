package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;

/// Local response normalisation across channels: y = x / (bias + alpha * s)^beta, where s is the
/// sum of squares of the channels from `before` below to `after` above. ONNX's `size` is before +
/// after + 1, and its alpha is to be divided by size; TensorFlow's radius is before = after.
///
/// - C1: one input of rank 4 and a floating-point dtype.
/// - C2: before and after are not negative.
///
/// Example: before = after = 0, alpha 1, beta 1, bias 0: y = 1 / x.
public record LocalResponseNorm(
    int before, int after, double alpha, double beta, double bias, DataFormat format)
    implements Op {
  public LocalResponseNorm {
    InvalidOpException.checkAttribute(
        before >= 0 && after >= 0,
        "LRN",
        "C2",
        "the window must not be negative: %d, %d",
        before,
        after);
  }

  public LocalResponseNorm withFormat(DataFormat changed) {
    return new LocalResponseNorm(before, after, alpha, beta, bias, changed);
  }

  @Override
  public String type() {
    return "LRN";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    inference.checkRank("C1", 0, 4);
    inference.check(inference.dtype(0).isFloating(), "C1", "does not take %s", inference.dtype(0));
    return ImmutableList.of(inference.spec(0));
  }
}
