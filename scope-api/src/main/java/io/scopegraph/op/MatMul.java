package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// The matrix product over the last two axes, leading axes broadcast as numpy does.
///
/// Inputs: a (..., m, k), b (..., k, n), and those of the epilogue; the bias has n elements.
///
/// - C1: two inputs and those of the epilogue, all of one dtype other than bool.
/// - C2: the contracted extents are equal.
/// - C3: both have rank 2 or more.
/// - C4: the leading axes can be broadcast.
/// - C5: bias and residual fit the output.
///
/// Example: a (5, 2, 3), b (3, 4): output (5, 2, 4).
///
/// @param transposeA whether a is stored as (..., k, m)
/// @param transposeB whether b is stored as (..., n, k)
public record MatMul(boolean transposeA, boolean transposeB, Epilogue epilogue) implements Op {
  public static final MatMul PLAIN = new MatMul(false, false, Epilogue.NONE);

  public MatMul withEpilogue(Epilogue changed) {
    return new MatMul(transposeA, transposeB, changed);
  }

  @Override
  public String type() {
    return "MatMul";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    int inputs = 2 + epilogue.inputs();
    inference.checkCount("C1", inputs, inputs);
    inference.checkSameDType("C1", 0);
    inference.check(inference.dtype(0) != DType.BOOL, "C1", "does not take bool");
    Shape a = inference.shape(0);
    Shape b = inference.shape(1);
    if (!a.isRankKnown() || !b.isRankKnown()) {
      return Inference.one(inference.dtype(0), Shape.unknownRank());
    }
    inference.check(
        a.rank() >= 2 && b.rank() >= 2, "C3", "takes rank 2 or more, found %s and %s", a, b);
    inference.sameDim(
        "C2", "contracted extents", a.dim(transposeA ? -2 : -1), b.dim(transposeB ? -1 : -2));
    Shape batch =
        Shape.broadcast(leading(a), leading(b))
            .orElseThrow(
                () -> inference.error("C4", "leading axes cannot be broadcast: %s and %s", a, b));
    long[] dims = new long[batch.rank() + 2];
    System.arraycopy(batch.dims(), 0, dims, 0, batch.rank());
    dims[batch.rank()] = a.dim(transposeA ? -1 : -2);
    dims[batch.rank() + 1] = b.dim(transposeB ? -2 : -1);
    Shape output = Shape.of(dims);
    epilogue.check(inference, "C5", 2, output.dim(-1), output);
    return Inference.one(inference.dtype(0), output);
  }

  private static Shape leading(Shape shape) {
    long[] dims = shape.dims();
    return Shape.of(Arrays.copyOf(dims, dims.length - 2));
  }
}
