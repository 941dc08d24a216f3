package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Batch normalisation at inference: y = scale * (x - mean) / sqrt(variance + epsilon) + offset,
/// per channel.
///
/// - C1: five inputs of one floating-point dtype: x, scale, offset, mean, variance.
/// - C2: x has rank 2 or more, the others rank 1.
/// - C3: the others have as many elements as x has channels (last axis in NHWC, axis 1 in NCHW).
/// - C4: epsilon is not negative.
///
/// Example: scale 2, offset 1, mean 3, variance 4, epsilon 0 make 2 * (5 - 3) / 2 + 1 = 3 of 5.
public record BatchNorm(double epsilon, DataFormat format) implements Op {
  public BatchNorm {
    InvalidOpException.checkAttribute(
        epsilon >= 0, "BatchNorm", "C4", "epsilon must not be negative: %s", epsilon);
  }

  public BatchNorm withFormat(DataFormat changed) {
    return new BatchNorm(epsilon, changed);
  }

  @Override
  public String type() {
    return "BatchNorm";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 5, 5);
    inference.checkSameDType("C1", 0);
    inference.check(inference.dtype(0).isFloating(), "C1", "does not take %s", inference.dtype(0));
    Shape x = inference.shape(0);
    inference.check(
        !x.isRankKnown() || x.rank() >= 2, "C2", "x must have rank 2 or more, found %s", x);
    for (int input = 1; input < 5; input++) {
      inference.checkRank("C2", input, 1);
      if (x.isRankKnown() && inference.shape(input).isRankKnown()) {
        inference.sameDim(
            "C3",
            "the channels and the elements of input " + input,
            x.dim(format.channelAxis(x.rank())),
            inference.shape(input).dim(0));
      }
    }
    return ImmutableList.of(inference.spec(0));
  }
}
