package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

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
  private final int fromPitch;
  private final int toPitch;
  private final FloatRange work;
  private final int workFloats;

  private SoftmaxKernel(
      Execution execution, Softmax op, KernelMemory memory, int extent, int inner) {
    FloatRange in = memory.input(0);
    FloatRange out = memory.output(0);
    this.rows = execution.rows();
    this.logarithm = op.logarithm();
    this.x = in.array();
    this.xAt = in.at();
    this.y = out.array();
    this.yAt = out.at();
    this.extent = extent;
    this.inner = inner;
    this.fromPitch = in.pitch(extent);
    this.toPitch = out.pitch(extent);
    this.work = memory.workspace();
    this.workFloats = workFloats(op, extent, inner);
  }

  /// The scratch memory of one worker.
  private static int workFloats(Softmax op, int extent, int inner) {
    return inner == 1 ? (op.logarithm() ? extent : 0) : 3 * Math.min(inner, BLOCK);
  }

  static CpuKernel select(KernelRequest node, Softmax op, Execution execution) {
    node.requireFloat32();
    Shape shape = node.shape(0);
    int axis = op.axis() < 0 ? op.axis() + shape.rank() : op.axis();
    int outer = (int) shape.elementCount(0, axis);
    int extent = (int) shape.dim(axis);
    int inner = (int) shape.elementCount(axis + 1, shape.rank());
    PlannedKernel kernel =
        PlannedKernel.of(
                "%s of %d".formatted(op.type(), extent),
                1,
                memory ->
                    new SoftmaxKernel(execution, op, memory, extent, inner).bind(execution, outer))
            .withWorkspace(4L * execution.pool().size() * workFloats(op, extent, inner))
            .inPlace(0);
    return axis == shape.rank() - 1 ? kernel.pitched(0) : kernel;
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
              row(xAt + row * fromPitch, yAt + row * toPitch, workAt(worker));
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
            columns(xAt + at, yAt + at, Math.min(BLOCK, inner - begin), workAt(worker));
          }
        });
  }

  private int workAt(int worker) {
    return work.at() + worker * workFloats;
  }

  private void row(int from, int to, int workAt) {
    float[] powers = work.array();
    float most = rows.maximum(x, from, extent);
    rows.scaleShift(x, from, 1, -most, y, to, extent);
    if (logarithm) {
      System.arraycopy(y, to, powers, workAt, extent);
      rows.unary(UnaryFunction.EXP, 0, 0, powers, workAt, extent);
      float sum = (float) Math.log(rows.sum(powers, workAt, extent));
      rows.scaleShift(y, to, 1, -sum, y, to, extent);
      return;
    }
    rows.unary(UnaryFunction.EXP, 0, 0, y, to, extent);
    rows.scaleShift(y, to, 1 / rows.sum(y, to, extent), 0, y, to, extent);
  }

  /// The axis of `n` neighbouring columns, whose elements lie `inner` apart.
  private void columns(int from, int to, int n, int workAt) {
    float[] w = work.array();
    int sumAt = workAt + n;
    int powerAt = workAt + 2 * n;
    System.arraycopy(x, from, w, workAt, n);
    for (int k = 1; k < extent; k++) {
      rows.binary(BinaryFunction.MAXIMUM, w, workAt, x, from + k * inner, w, workAt, n);
    }
    Arrays.fill(w, sumAt, sumAt + n, 0);
    for (int k = 0; k < extent; k++) {
      int at = to + k * inner;
      rows.binary(BinaryFunction.SUB, x, from + k * inner, w, workAt, y, at, n);
      System.arraycopy(y, at, w, powerAt, n);
      rows.unary(UnaryFunction.EXP, 0, 0, w, powerAt, n);
      rows.binary(BinaryFunction.ADD, w, sumAt, w, powerAt, w, sumAt, n);
      if (!logarithm) {
        System.arraycopy(w, powerAt, y, at, n);
      }
    }
    if (logarithm) {
      rows.unary(UnaryFunction.LOG, 0, 0, w, sumAt, n);
    }
    BinaryFunction last = logarithm ? BinaryFunction.SUB : BinaryFunction.DIV;
    for (int k = 0; k < extent; k++) {
      int at = to + k * inner;
      rows.binary(last, y, at, w, sumAt, y, at, n);
    }
  }
}
