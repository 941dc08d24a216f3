package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// A value of the shape that its input holds, all elements equal.
///
/// - C1: one input, the shape, of rank 1 and type int32 or int64.
/// - C2: no dim is negative.
/// - C3: the fill value has one element.
///
/// Example: fill 7, shape [2, 2]: [[7, 7], [7, 7]].
public record ConstantOfShape(Tensor fill) implements Op {
  public ConstantOfShape {
    InvalidOpException.checkAttribute(
        fill.elementCount() == 1,
        "ConstantOfShape",
        "C3",
        "the fill value must have one element, found %s",
        fill.spec());
    fill = fill.asReadOnly();
  }

  @Override
  public String type() {
    return "ConstantOfShape";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    inference.checkRank("C1", 0, 1);
    return Inference.one(fill.dtype(), ShapeOperand.read(inference, "C1", "C2", 0));
  }
}
