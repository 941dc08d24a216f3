package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// y = alpha * a * b + beta * c for matrices, with c broadcast to the result.
///
/// - C1: two or three inputs of one dtype other than bool.
/// - C2: a and b have rank 2.
/// - C3: the contracted extents are equal.
/// - C4: c can be broadcast to the output without changing its shape.
///
/// Example: a (2, 3), b (4, 3) transposed, c (4,): output (2, 4).
public record Gemm(double alpha, double beta, boolean transposeA, boolean transposeB)
    implements Op {
  @Override
  public String type() {
    return "Gemm";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", 2, 3);
    inference.checkSameDType("C1", 0);
    inference.check(inference.dtype(0) != DType.BOOL, "C1", "does not take bool");
    inference.checkRank("C2", 0, 2);
    inference.checkRank("C2", 1, 2);
    Shape a = inference.shape(0).isRankKnown() ? inference.shape(0) : Shape.unknownDims(2);
    Shape b = inference.shape(1).isRankKnown() ? inference.shape(1) : Shape.unknownDims(2);
    inference.sameDim(
        "C3", "contracted extents", a.dim(transposeA ? 0 : 1), b.dim(transposeB ? 1 : 0));
    Shape output = Shape.of(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1));
    if (inference.count() == 3) {
      Shape c = inference.shape(2);
      inference.check(
          !c.isRankKnown()
              || Shape.broadcast(c, output).filter(output::isCompatibleWith).isPresent(),
          "C4",
          "c of shape %s cannot be broadcast to %s",
          c,
          output);
    }
    return Inference.one(inference.dtype(0), output);
  }
}
