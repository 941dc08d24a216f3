package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Cuts a value into pieces along an axis.
///
/// - C1: one input.
/// - C2: the axis exists; a negative axis counts from the end.
/// - C3: there is one piece or more; given sizes are as many as pieces, not negative, and add up to
///   the extent.
///
/// Example: (7,) in 3 pieces without sizes: (3,), (3,), (1,).
///
/// @param sizes the extents of the pieces; empty for pieces of ceil(extent / pieces), the last ones
///   smaller
public record Split(int axis, int pieces, ImmutableList<Long> sizes) implements Op {
  public Split {
    InvalidOpException.checkAttribute(
        pieces > 0 && (sizes.isEmpty() || sizes.size() == pieces),
        "Split",
        "C3",
        "%d pieces cannot have sizes %s",
        pieces,
        sizes);
    for (long size : sizes) {
      InvalidOpException.checkAttribute(size >= 0, "Split", "C3", "a size is negative: %s", sizes);
    }
  }

  @Override
  public String type() {
    return "Split";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    ImmutableList.Builder<TensorSpec> outputs = ImmutableList.builder();
    if (!x.isRankKnown()) {
      for (int piece = 0; piece < pieces; piece++) {
        outputs.add(inference.spec(0));
      }
      return outputs.build();
    }
    int at = inference.axis("C2", axis, x.rank());
    long left = x.dim(at);
    long equal = left == Shape.UNKNOWN ? Shape.UNKNOWN : Math.ceilDiv(left, pieces);
    for (int piece = 0; piece < pieces; piece++) {
      long size = equal == Shape.UNKNOWN ? Shape.UNKNOWN : Math.min(equal, left);
      if (!sizes.isEmpty()) {
        size = sizes.get(piece);
        inference.check(
            left == Shape.UNKNOWN || size <= left,
            "C3",
            "%s does not add up to axis %d of %s",
            sizes,
            at,
            x);
      }
      left = left == Shape.UNKNOWN ? left : left - size;
      outputs.add(inference.spec(0).withShape(x.withDim(at, size)));
    }
    inference.check(
        left == Shape.UNKNOWN || left == 0,
        "C3",
        "%s does not add up to axis %d of %s",
        sizes,
        at,
        x);
    return outputs.build();
  }
}
