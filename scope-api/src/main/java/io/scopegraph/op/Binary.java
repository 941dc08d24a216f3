package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// An element-wise function of two values, broadcast against each other as numpy does.
///
/// - C1: two inputs.
/// - C2: both have one dtype.
/// - C3: logical functions take bool, arithmetic ones anything but bool.
/// - C4: the shapes can be broadcast.
///
/// Example: `ADD` of shapes (2, 1) and (3,) has shape (2, 3).
public record Binary(BinaryFunction function) implements Op {
  @Override
  public String type() {
    return function.type();
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    inference.checkSameDType("C2", 0);
    DType dtype = inference.dtype(0);
    boolean accepted =
        switch (function.kind()) {
          case ARITHMETIC -> dtype != DType.BOOL;
          case LOGICAL -> dtype == DType.BOOL;
          case COMPARISON -> true;
        };
    inference.check(accepted, "C3", "does not take %s", dtype);
    Shape shape =
        Shape.broadcast(inference.shape(0), inference.shape(1))
            .orElseThrow(() ->
                inference.error(
                    "C4",
                    "shapes cannot be broadcast: %s and %s",
                    inference.shape(0),
                    inference.shape(1)));
    return Inference.one(
        function.kind() == BinaryFunction.Kind.ARITHMETIC ? dtype : DType.BOOL, shape);
  }
}
