package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;

/// Softmax and its logarithm along one axis of floats.
final class SoftmaxKernel {
  private static final int BLOCK = 256;
  private static final int COST = 8;

  private final RowKernels rows;
  private final boolean logarithm;
  private final float[] x;
  private final int xAt;
  private final float[] y;
  private final int yAt;
  private final int extent;
  private final int inner;
  private final float[][] scratch;

  private SoftmaxKernel(
      Execution execution, Softmax op, FloatRange in, FloatRange out, int extent, int inner) {
    this.rows = execution.rows();
    this.logarithm = op.logarithm();
    this.x = in.array();
    this.xAt = in.at();
    this.y = out.array();
    this.yAt = out.at();
    this.extent = extent;
    this.inner = inner;
    int floats = inner == 1 ? (logarithm ? extent : 0) : 3 * Math.min(inner, BLOCK);
    this.scratch = new float[execution.pool().size()][floats];
  }

  static CpuKernel select(NodeView node, Softmax op, Execution execution) {
    node.requireFloat32();
    Shape shape = node.shape(0);
    int axis = op.axis() < 0 ? op.axis() + shape.rank() : op.axis();
    int outer = (int) shape.elementCount(0, axis);
    int extent = (int) shape.dim(axis);
    int inner = (int) shape.elementCount(axis + 1, shape.rank());
    return PlannedKernel.of(
            "%s of %d".formatted(op.type(), extent),
            1,
            memory ->
                new SoftmaxKernel(execution, op, memory.input(0), memory.output(0), extent, inner)
                    .bind(execution, outer))
        .inPlace(0);
  }

  private BoundKernel bind(Execution execution, int outer) {
    if (extent == 0 || inner == 0) {
      return BoundKernel.NOTHING;
    }
    if (inner == 1) {
      return Spread.of(
          execution.pool(),
          outer,
          (long) COST * extent,
          (from, to, worker) -> {
            for (int row = from; row < to; row++) {
              row(xAt + row * extent, yAt + row * extent, scratch[worker]);
            }
          });
    }
    int blocks = Math.ceilDiv(inner, BLOCK);
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(outer, blocks),
        (long) COST * extent * Math.min(inner, BLOCK),
        (from, to, worker) -> {
          for (int unit = from; unit < to; unit++) {
            int begin = unit % blocks * BLOCK;
            int at = unit / blocks * extent * inner + begin;
            columns(xAt + at, yAt + at, Math.min(BLOCK, inner - begin), scratch[worker]);
          }
        });
  }

  private void row(int from, int to, float[] work) {
    float most = rows.maximum(x, from, extent);
    rows.scaleShift(x, from, 1, -most, y, to, extent);
    if (logarithm) {
      System.arraycopy(y, to, work, 0, extent);
      rows.unary(UnaryFunction.EXP, 0, 0, work, 0, extent);
      float sum = (float) Math.log(rows.sum(work, 0, extent));
      rows.scaleShift(y, to, 1, -sum, y, to, extent);
      return;
    }
    rows.unary(UnaryFunction.EXP, 0, 0, y, to, extent);
    rows.scaleShift(y, to, 1 / rows.sum(y, to, extent), 0, y, to, extent);
  }

  /// The axis of `n` neighbouring columns, whose elements lie `inner` apart.
  private void columns(int from, int to, int n, float[] work) {
    int sumAt = n;
    int powerAt = 2 * n;
    System.arraycopy(x, from, work, 0, n);
    for (int k = 1; k < extent; k++) {
      rows.binary(BinaryFunction.MAXIMUM, work, 0, x, from + k * inner, work, 0, n);
    }
    for (int i = 0; i < n; i++) {
      work[sumAt + i] = 0;
    }
    for (int k = 0; k < extent; k++) {
      int at = to + k * inner;
      rows.binary(BinaryFunction.SUB, x, from + k * inner, work, 0, y, at, n);
      System.arraycopy(y, at, work, powerAt, n);
      rows.unary(UnaryFunction.EXP, 0, 0, work, powerAt, n);
      rows.binary(BinaryFunction.ADD, work, sumAt, work, powerAt, work, sumAt, n);
      if (!logarithm) {
        System.arraycopy(work, powerAt, y, at, n);
      }
    }
    if (logarithm) {
      rows.unary(UnaryFunction.LOG, 0, 0, work, sumAt, n);
    }
    BinaryFunction last = logarithm ? BinaryFunction.SUB : BinaryFunction.DIV;
    for (int k = 0; k < extent; k++) {
      int at = to + k * inner;
      rows.binary(last, y, at, work, sumAt, y, at, n);
    }
  }
}
