package io.scopegraph.cpu.op;

import io.scopegraph.op.MatMul;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;

/// Matrix products of elements other than float32, by the definition: floating-point ones are
/// summed as doubles, integers as longs.
final class ProductElements {
  private ProductElements() {}

  static CpuKernel select(KernelRequest node, MatMul op, Execution execution) {
    if (NarrowFloats.isNarrow(node.dtype(0))) {
      return NarrowFloats.select(node, execution);
    }
    if (op.epilogue().inputs() > 0 || !op.epilogue().activation().isIdentity()) {
      throw new UnsupportedNode(
          "MatMul with an epilogue is not implemented for %s on the CPU".formatted(node.dtype(0)));
    }
    Shape a = node.shape(0);
    Shape b = node.shape(1);
    Shape y = node.output().shape();
    LoopNest nest =
        new LoopNest(
            y.dims(),
            LoopNest.dense(y.dims()),
            strides(a, y, op.transposeA(), true),
            strides(b, y, op.transposeB(), false));
    int k = (int) a.dim(op.transposeA() ? -2 : -1);
    int stepA = op.transposeA() ? (int) a.dim(-1) : 1;
    int stepB = op.transposeB() ? 1 : (int) b.dim(-1);
    boolean floating = node.dtype(0).isFloating();
    return PlannedKernel.of(
        "matmul " + node.dtype(0),
        2,
        memory -> {
          Tensor left = memory.input(0).tensor(node.input(0));
          Tensor right = memory.input(1).tensor(node.input(1));
          Tensor out = memory.output(0).tensor(node.output());
          return Spread.of(
              execution.pool(),
              nest.rows(),
              16L * nest.length() * Math.max(1, k),
              (from, to, _) -> {
                for (int row = from; row < to; row++) {
                  for (int i = 0; i < nest.length(); i++) {
                    int at = nest.at(0, row) + i * nest.step(0);
                    int l = nest.at(1, row) + i * nest.step(1);
                    int r = nest.at(2, row) + i * nest.step(2);
                    if (floating) {
                      out.setDouble(at, doubles(left, l, stepA, right, r, stepB, k));
                    } else {
                      out.setLong(at, longs(left, l, stepA, right, r, stepB, k));
                    }
                  }
                }
              });
        });
  }

  /// The strides of one operand along the axes of the result, 0 along the other operand's axis.
  private static long[] strides(Shape operand, Shape y, boolean transposed, boolean left) {
    int rank = operand.rank();
    long[] dense = LoopNest.dense(operand.dims());
    long[] own = operand.dims();
    own[rank - 1] = 1;
    own[rank - 2] = 1;
    long[] strides = new long[y.rank()];
    int missing = y.rank() - rank;
    for (int axis = missing; axis < y.rank() - 2; axis++) {
      strides[axis] = own[axis - missing] == 1 ? 0 : dense[axis - missing];
    }
    long row = dense[rank - 2];
    strides[y.rank() - 2] = left ? (transposed ? 1 : row) : 0;
    strides[y.rank() - 1] = left ? 0 : (transposed ? row : 1);
    return Arrays.copyOf(strides, strides.length);
  }

  private static double doubles(Tensor a, int aAt, int aStep, Tensor b, int bAt, int bStep, int k) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += a.getDouble(aAt + (long) i * aStep) * b.getDouble(bAt + (long) i * bStep);
    }
    return sum;
  }

  private static long longs(Tensor a, int aAt, int aStep, Tensor b, int bAt, int bStep, int k) {
    long sum = 0;
    for (int i = 0; i < k; i++) {
      sum += a.getLong(aAt + (long) i * aStep) * b.getLong(bAt + (long) i * bStep);
    }
    return sum;
  }
}
