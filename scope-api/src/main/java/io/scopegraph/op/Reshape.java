package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// The same elements in the same order under another shape.
///
/// - C1: two inputs: x and the shape, of rank 1 and type int32 or int64.
/// - C2: at most one dim is -1 (to be inferred), none is below; with `allowZero`, -1 does not stand
///   beside a 0.
/// - C3: a dim of 0 copies the extent of the same axis of x, which must exist, unless `allowZero`.
/// - C4: the element counts are equal.
///
/// Example: x (2, 3, 4), shape [0, -1]: output (2, 12).
///
/// @param allowZero whether a dim of 0 stands for an extent of 0
public record Reshape(boolean allowZero) implements Op {
  @Override
  public String type() {
    return "Reshape";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    inference.checkRank("C1", 1, 1);
    long[] dims = inference.longs("C1", 1);
    if (dims == null) {
      return Inference.one(inference.dtype(0), ShapeOperand.unknown(inference, 1));
    }
    Shape x = inference.shape(0);
    int inferred = -1;
    boolean zero = false;
    for (int axis = 0; axis < dims.length; axis++) {
      inference.check(dims[axis] >= -1, "C2", "a dim is below -1: %s", text(dims));
      if (dims[axis] == -1) {
        inference.check(inferred < 0, "C2", "more than one dim is -1: %s", text(dims));
        inferred = axis;
      } else if (dims[axis] == 0 && !allowZero) {
        inference.check(
            !x.isRankKnown() || axis < x.rank(), "C3", "dim %d is 0, but x is %s", axis, x);
        dims[axis] = x.isRankKnown() ? x.dim(axis) : Shape.UNKNOWN;
      } else if (dims[axis] == 0) {
        zero = true;
      }
    }
    inference.check(!zero || inferred < 0, "C2", "-1 stands beside a 0: %s", text(dims));
    return Inference.one(inference.dtype(0), resolve(inference, x, dims, inferred));
  }

  private static Shape resolve(Inference inference, Shape x, long[] dims, int inferred) {
    if (!x.isFullyDefined()) {
      return Shape.of(dims);
    }
    if (inferred >= 0) {
      dims[inferred] = 1;
      long others = Shape.of(dims).elementCount();
      inference.check(
          others > 0 ? x.elementCount() % others == 0 : x.elementCount() == 0,
          "C4",
          "%d elements of %s cannot be arranged by %s",
          x.elementCount(),
          x,
          text(dims));
      dims[inferred] = others == 0 ? 0 : x.elementCount() / others;
    }
    Shape output = Shape.of(dims);
    inference.check(
        output.elementCount() == x.elementCount(),
        "C4",
        "%d elements of %s cannot be arranged as %s",
        x.elementCount(),
        x,
        output);
    return output;
  }

  private static String text(long[] dims) {
    return Arrays.toString(dims);
  }
}
