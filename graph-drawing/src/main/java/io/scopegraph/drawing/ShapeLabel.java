package io.scopegraph.drawing;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Specs as they stand on edges: `?×64×64×3`, `(16)`, `scalar int64`; float32, the usual dtype, is
/// left out.
final class ShapeLabel {
  private ShapeLabel() {}

  static String of(TensorSpec spec) {
    String shape = of(spec.shape());
    return spec.dtype() == DType.FLOAT32 ? shape : shape + " " + spec.dtype();
  }

  private static String of(Shape shape) {
    if (!shape.isRankKnown()) {
      return "any shape";
    }
    if (shape.rank() == 0) {
      return "scalar";
    }
    String dims =
        Arrays.stream(shape.dims())
            .mapToObj(dim -> dim == Shape.UNKNOWN ? "?" : Long.toString(dim))
            .collect(Collectors.joining("×"));
    return shape.rank() == 1 ? "(" + dims + ")" : dims;
  }
}
