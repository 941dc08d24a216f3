package io.scopegraph.op;

import io.scopegraph.tensor.Shape;

/// An input that holds a shape.
final class ShapeOperand {
  private ShapeOperand() {}

  /// The shape that the input holds; as much as is known of it if the contents are not known.
  static Shape read(Inference inference, String typeConstraint, String valueConstraint, int input) {
    long[] dims = inference.longs(typeConstraint, input);
    if (dims == null) {
      return unknown(inference, input);
    }
    for (long dim : dims) {
      inference.check(dim >= 0, valueConstraint, "a dim is negative: %d", dim);
    }
    return Shape.of(dims);
  }

  /// A shape of which only the rank is known, if that.
  static Shape unknown(Inference inference, int input) {
    Shape shape = inference.shape(input);
    boolean rankKnown = shape.isRankKnown() && shape.rank() == 1 && shape.isKnown(0);
    return rankKnown && shape.dim(0) <= 64
        ? Shape.unknownDims((int) shape.dim(0))
        : Shape.unknownRank();
  }
}
