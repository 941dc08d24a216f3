package io.scopegraph.runtime.host;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The sum and the product of float32 values, row by row: what folding does to weights.
final class FloatRows {
  private FloatRows() {}

  static Tensor binary(BinaryFunction function, Tensor x, Tensor y, TensorSpec output) {
    Shape shape = output.shape();
    float[] xs = x.toFloatArray();
    float[] ys = y.toFloatArray();
    float[] out = new float[Math.toIntExact(shape.elementCount())];
    long[] xStrides = IndexWalk.broadcastStrides(x.shape(), shape);
    long[] yStrides = IndexWalk.broadcastStrides(y.shape(), shape);
    int outer = Math.max(0, shape.rank() - 1);
    int row = shape.rank() == 0 ? 1 : Math.toIntExact(shape.dim(-1));
    int xStep = shape.rank() == 0 ? 0 : (int) xStrides[outer];
    int yStep = shape.rank() == 0 ? 0 : (int) yStrides[outer];
    long[] extents = Arrays.copyOf(shape.dims(), outer);
    IndexWalk xRows = new IndexWalk(extents, Arrays.copyOf(xStrides, outer));
    IndexWalk yRows = new IndexWalk(extents, Arrays.copyOf(yStrides, outer));
    for (int start = 0; start < out.length; start += row) {
      int xAt = (int) xRows.next();
      int yAt = (int) yRows.next();
      if (function == BinaryFunction.MUL) {
        for (int i = 0; i < row; i++) {
          out[start + i] = xs[xAt + i * xStep] * ys[yAt + i * yStep];
        }
      } else {
        for (int i = 0; i < row; i++) {
          out[start + i] = xs[xAt + i * xStep] + ys[yAt + i * yStep];
        }
      }
    }
    Tensor target = Tensor.allocate(output);
    target.segment().copyFrom(MemorySegment.ofArray(out));
    return target;
  }
}
