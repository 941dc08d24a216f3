package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// The extents of a value, from axis `start` (inclusive) to axis `end` (exclusive), as int64. Both
/// are clamped to the rank; negative ones count from the end.
///
/// - C1: one input.
///
/// Example: of a value of shape (2, 3, 4) from 1: [3, 4].
///
/// @param end null for all axes
public record ShapeOp(int start, @Nullable Integer end) implements Op {
  /// All extents.
  public static final ShapeOp WHOLE = new ShapeOp(0, null);

  @Override
  public String type() {
    return "Shape";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 1, 1);
    Shape x = inference.shape(0);
    long length = x.isRankKnown() ? Math.max(0, to(x.rank()) - from(x.rank())) : Shape.UNKNOWN;
    return Inference.one(DType.INT64, Shape.of(length));
  }

  /// The first axis for a value of the given rank.
  public int from(int rank) {
    return clamp(start, rank);
  }

  /// One past the last axis for a value of the given rank.
  public int to(int rank) {
    return end == null ? rank : clamp(end, rank);
  }

  private static int clamp(int axis, int rank) {
    return Math.clamp(axis < 0 ? (long) axis + rank : axis, 0, rank);
  }
}
