package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Reduce;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

/// Statistics over some axes of floats. Which elements are combined in which order depends on the
/// shape alone. Sums and products are kept in double precision from row to row, for a long chain of
/// additions in float32 loses more than the rest of a network.
final class ReduceKernel {
  private static final int BLOCK = 256;

  private final Reduce.Function function;
  private final Execution execution;
  private final FloatRange in;
  private final FloatRange out;
  private final LoopNest kept;
  private final LoopNest reduced;
  private final double scale;
  private final double[][] scratch;

  private ReduceKernel(
      Reduce.Function function,
      Execution execution,
      FloatRange in,
      FloatRange out,
      LoopNest kept,
      LoopNest reduced) {
    this.function = function;
    this.execution = execution;
    this.in = in;
    this.out = out;
    this.kept = kept;
    this.reduced = reduced;
    this.scale =
        function == Reduce.Function.MEAN ? 1.0 / ((double) reduced.rows() * reduced.length()) : 1;
    boolean sums = function == Reduce.Function.MEAN || function == Reduce.Function.SUM;
    this.scratch = new double[execution.pool().size()][sums ? Math.min(kept.length(), BLOCK) : 0];
  }

  static CpuKernel select(KernelRequest node, Reduce reduce, Execution execution) {
    if (!node.isFloat32()) {
      return ReduceElements.select(node, reduce, execution);
    }
    Shape x = node.shape(0);
    boolean[] mask = reduce.mask(x.rank());
    LoopNest reduced = part(x, 0, mask, true);
    PlannedKernel kernel =
        PlannedKernel.of(
            node.op().type() + " of " + (long) reduced.rows() * reduced.length(),
            1,
            memory -> {
              FloatRange in = memory.input(0);
              return new ReduceKernel(
                      reduce.function(),
                      execution,
                      in,
                      memory.output(0),
                      part(x, in.pitch(), mask, false),
                      part(x, in.pitch(), mask, true))
                  .bind();
            });
    return canPitch(x, mask) ? kernel.pitchedInputsOnly(0) : kernel;
  }

  /// Whether rows that lie apart are combined in the order of rows that touch each other.
  private static boolean canPitch(Shape x, boolean[] mask) {
    return x.rank() > 1 && x.dim(-1) > 1 && !mask[mask.length - 1];
  }

  /// The axes that are reduced, or those that are not: operand 0 is the input, 1 the output without
  /// the reduced axes.
  ///
  /// @param pitch from row to row of the input, see [LoopNest#rows]
  static LoopNest part(Shape x, int pitch, boolean[] mask, boolean reduced) {
    long[] dims = x.dims();
    long[] dense = LoopNest.rows(dims, pitch);
    long[] outer = dims.clone();
    for (int axis = 0; axis < dims.length; axis++) {
      outer[axis] = mask[axis] ? 1 : dims[axis];
    }
    long[] target = LoopNest.dense(outer);
    long[] extents = dims.clone();
    for (int axis = 0; axis < dims.length; axis++) {
      if (mask[axis] != reduced) {
        extents[axis] = 1;
      }
    }
    return new LoopNest(extents, dense, target);
  }

  private BoundKernel bind() {
    if (kept.rows() == 0) {
      return BoundKernel.NOTHING;
    }
    long cost = Math.max(1, (long) reduced.rows() * reduced.length());
    boolean neighbours = kept.step(0) == 1 && kept.length() > 1;
    if (neighbours) {
      int blocks = Math.ceilDiv(kept.length(), BLOCK);
      return Spread.of(
          execution.pool(),
          Math.multiplyExact(kept.rows(), blocks),
          cost * Math.min(kept.length(), BLOCK),
          (from, to, worker) -> {
            for (int unit = from; unit < to; unit++) {
              int begin = unit % blocks * BLOCK;
              int n = Math.min(BLOCK, kept.length() - begin);
              switch (function) {
                case MAX, MIN, PROD -> block(unit / blocks, begin, n);
                case MEAN, SUM -> sumBlock(unit / blocks, begin, n, scratch[worker]);
              }
            }
          });
    }
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(kept.rows(), kept.length()),
        cost,
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            int column = unit % kept.length();
            element(unit / kept.length(), column);
          }
        });
  }

  /// Neighbouring outputs, to which whole rows of neighbouring inputs are added.
  private void block(int row, int begin, int n) {
    int o = out.at() + kept.at(1, row) + begin;
    int i = in.at() + kept.at(0, row) + begin;
    Arrays.fill(out.array(), o, o + n, start());
    for (int r = 0; r < reduced.rows(); r++) {
      int from = i + reduced.at(0, r);
      for (int k = 0; k < reduced.length(); k++) {
        execution
            .rows()
            .binary(
                combination(),
                out.array(),
                o,
                in.array(),
                from + k * reduced.step(0),
                out.array(),
                o,
                n);
      }
    }
  }

  /// Neighbouring outputs that are sums or means.
  private void sumBlock(int row, int begin, int n, double[] sums) {
    int i = in.at() + kept.at(0, row) + begin;
    Arrays.fill(sums, 0, n, 0);
    for (int r = 0; r < reduced.rows(); r++) {
      int from = i + reduced.at(0, r);
      for (int k = 0; k < reduced.length(); k++) {
        add(in.array(), from + k * reduced.step(0), sums, n);
      }
    }
    float[] y = out.array();
    int o = out.at() + kept.at(1, row) + begin;
    for (int column = 0; column < n; column++) {
      y[o + column] = (float) (sums[column] * scale);
    }
  }

  private static void add(float[] x, int at, double[] sums, int n) {
    for (int column = 0; column < n; column++) {
      sums[column] += x[at + column];
    }
  }

  /// One output, from runs of neighbouring inputs where there are any.
  private void element(int row, int column) {
    int i = in.at() + kept.at(0, row) + column * kept.step(0);
    double value = start();
    for (int r = 0; r < reduced.rows(); r++) {
      value = combine(value, i + reduced.at(0, r), reduced.step(0), reduced.length());
    }
    out.array()[out.at() + kept.at(1, row) + column * kept.step(1)] = (float) (value * scale);
  }

  private double combine(double value, int at, int step, int n) {
    float[] x = in.array();
    if (step == 1 && function != Reduce.Function.PROD) {
      return switch (function) {
        case MAX -> Math.max(value, execution.rows().maximum(x, at, n));
        case MIN -> Math.min(value, execution.rows().minimum(x, at, n));
        case MEAN, SUM, PROD -> value + execution.rows().sum(x, at, n);
      };
    }
    double result = value;
    for (int k = 0; k < n; k++) {
      float next = x[at + k * step];
      result =
          switch (function) {
            case MAX -> Math.max(result, next);
            case MIN -> Math.min(result, next);
            case MEAN, SUM -> result + next;
            case PROD -> result * next;
          };
    }
    return result;
  }

  private float start() {
    return switch (function) {
      case MAX -> Float.NEGATIVE_INFINITY;
      case MIN -> Float.POSITIVE_INFINITY;
      case MEAN, SUM -> 0;
      case PROD -> 1;
    };
  }

  private BinaryFunction combination() {
    return switch (function) {
      case MAX -> BinaryFunction.MAXIMUM;
      case MIN -> BinaryFunction.MINIMUM;
      case MEAN, SUM -> BinaryFunction.ADD;
      case PROD -> BinaryFunction.MUL;
    };
  }
}
