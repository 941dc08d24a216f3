package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Broadcasts a value against a shape.
///
/// - C1: two inputs: x and a shape of rank 1 and type int32 or int64.
/// - C2: no dim is negative.
/// - C3: x can be broadcast against the shape, in both directions.
///
/// Example: x (3, 1), shape [2, 1, 6]: output (2, 3, 6).
public record Expand() implements Op {
  @Override
  public String type() {
    return "Expand";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 2);
    inference.checkRank("C1", 1, 1);
    Shape target = ShapeOperand.read(inference, "C1", "C2", 1);
    Shape output =
        Shape.broadcast(inference.shape(0), target)
            .orElseThrow(() ->
                inference.error(
                    "C3", "%s cannot be broadcast against %s", inference.shape(0), target));
    return Inference.one(inference.dtype(0), output);
  }
}
