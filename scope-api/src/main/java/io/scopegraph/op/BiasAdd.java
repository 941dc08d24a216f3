package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Adds one value per channel.
///
/// - C1: two inputs of one dtype, x and bias; the dtype is not bool.
/// - C2: x has rank 2 or more, bias has rank 1.
/// - C3: the bias has as many elements as x has channels (last axis in NHWC, axis 1 in NCHW).
///
/// Example: x (2, 3), bias (3,): output (2, 3).
public record BiasAdd(DataFormat format) implements Op {
  @Override
  public String type() {
    return "BiasAdd";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    inference.checkSameDType("C1", 0);
    inference.check(inference.dtype(0) != DType.BOOL, "C1", "does not take bool");
    inference.checkRank("C2", 1, 1);
    Shape x = inference.shape(0);
    Shape bias = inference.shape(1);
    if (!x.isRankKnown()) {
      return ImmutableList.of(inference.spec(0));
    }
    inference.check(x.rank() >= 2, "C2", "x must have rank 2 or more, found %s", x);
    int axis = format.channelAxis(x.rank());
    long channels =
        inference.sameDim(
            "C3",
            "the channels and the elements of the bias",
            x.dim(axis),
            bias.isRankKnown() ? bias.dim(0) : Shape.UNKNOWN);
    return Inference.one(inference.dtype(0), x.withDim(axis, channels));
  }
}
