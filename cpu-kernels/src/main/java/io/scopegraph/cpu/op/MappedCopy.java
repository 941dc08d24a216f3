package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Copies elements by a map for each axis: output index i along an axis takes input index `map[i]`,
/// or the fill value where that is negative. Padding and resizing by the nearest element are of
/// this kind.
final class MappedCopy {
  private final TensorSpec in;
  private final TensorSpec out;
  private final int[][] maps;
  private final double fill;
  private final int runAxis;

  /// @param maps one for each axis, as long as the output's extent
  MappedCopy(TensorSpec in, TensorSpec out, int[][] maps, double fill) {
    this(in, out, maps, fill, runAxis(in, maps));
  }

  private MappedCopy(TensorSpec in, TensorSpec out, int[][] maps, double fill, int runAxis) {
    this.in = in;
    this.out = out;
    this.maps = maps;
    this.fill = fill;
    this.runAxis = runAxis;
  }

  /// The axis after the last one that is mapped.
  private static int runAxis(TensorSpec in, int[][] maps) {
    int axis = maps.length;
    while (axis > 0 && isIdentity(maps[axis - 1], in.shape().dim(axis - 1))) {
      axis--;
    }
    return axis;
  }

  /// Whether operands may lie row by row.
  boolean canPitch() {
    return in.dtype() == DType.FLOAT32 && maps.length > 1;
  }

  static int[] identity(int extent) {
    int[] map = new int[extent];
    Arrays.setAll(map, i -> i);
    return map;
  }

  private static boolean isIdentity(int[] map, long extent) {
    return map.length == extent && Arrays.equals(map, identity(map.length));
  }

  /// Rows run along the last axis that is mapped, cells of the unmapped axes after it move as one.
  BoundKernel bind(FloatRange source, FloatRange target, Execution execution) {
    boolean pitched = source.pitch() != 0 || target.pitch() != 0;
    if (pitched && runAxis < maps.length - 1) {
      // What moves as one must not be longer than a piece of memory.
      return new MappedCopy(in, out, maps, fill, maps.length - 1).bind(source, target, execution);
    }
    if (out.shape().elementCount() == 0) {
      return BoundKernel.NOTHING;
    }
    if (runAxis == 0) {
      return CopyKernel.copy(source, target, execution);
    }
    int run = Math.toIntExact(out.shape().elementCount(runAxis, maps.length));
    int rows = Math.toIntExact(out.shape().elementCount(0, runAxis - 1));
    int[] map = maps[runAxis - 1];
    long[] sourceStrides = LoopNest.rows(in.shape().dims(), source.pitch());
    long[] targetStrides = LoopNest.rows(out.shape().dims(), target.pitch());
    int inRow = runAxis == 1 ? 0 : Math.toIntExact(sourceStrides[runAxis - 2]);
    int outRow = runAxis == 1 ? 0 : Math.toIntExact(targetStrides[runAxis - 2]);
    Row row =
        in.dtype() == DType.FLOAT32
            ? new FloatRow(
                source,
                Math.toIntExact(sourceStrides[runAxis - 1]),
                target,
                Math.toIntExact(targetStrides[runAxis - 1]),
                map,
                run,
                (float) fill)
            : elements(source.tensor(in), target.tensor(out), map, run);
    return Spread.of(
        execution.pool(),
        rows,
        (long) map.length * run,
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            int at = rowAt(r);
            row.copy(at < 0 ? -1 : at * inRow, r * outRow);
          }
        });
  }

  /// The row of the input that a row of the output takes, or -1.
  private int rowAt(int row) {
    int left = row;
    int at = 0;
    int stride = 1;
    for (int axis = runAxis - 2; axis >= 0; axis--) {
      int index = maps[axis][left % maps[axis].length];
      if (index < 0) {
        return -1;
      }
      at += index * stride;
      stride *= (int) in.shape().dim(axis);
      left /= maps[axis].length;
    }
    return at;
  }

  /// Copies one row.
  @FunctionalInterface
  private interface Row {
    /// @param inAt the first element of the input's row, -1 to fill
    void copy(int inAt, int outAt);
  }

  private static final class FloatRow implements Row {
    private final float[] from;
    private final int fromAt;
    private final int fromStep;
    private final float[] to;
    private final int toAt;
    private final int toStep;
    private final int[] map;
    private final int run;
    private final float fill;

    /// @param fromStep from one cell of the source to the next
    FloatRow(
        FloatRange source,
        int fromStep,
        FloatRange target,
        int toStep,
        int[] map,
        int run,
        float fill) {
      this.from = source.array();
      this.fromAt = source.at();
      this.fromStep = fromStep;
      this.to = target.array();
      this.toAt = target.at();
      this.toStep = toStep;
      this.map = map;
      this.run = run;
      this.fill = fill;
    }

    @Override
    public void copy(int inAt, int outAt) {
      for (int cell = 0; cell < map.length; cell++) {
        int o = toAt + outAt + cell * toStep;
        if (inAt < 0 || map[cell] < 0) {
          Arrays.fill(to, o, o + run, fill);
        } else if (run == 1) {
          to[o] = from[fromAt + inAt + map[cell] * fromStep];
        } else {
          System.arraycopy(from, fromAt + inAt + map[cell] * fromStep, to, o, run);
        }
      }
    }
  }

  private Row elements(Tensor from, Tensor to, int[] map, int run) {
    boolean floating = in.dtype().isFloating();
    return (inAt, outAt) -> {
      for (int i = 0; i < map.length * run; i++) {
        int index = map[i / run];
        if (inAt < 0 || index < 0) {
          to.setDouble(outAt + i, fill);
        } else if (floating) {
          to.setDouble(outAt + i, from.getDouble(inAt + index * run + i % run));
        } else {
          to.setLong(outAt + i, from.getLong(inAt + index * run + i % run));
        }
      }
    };
  }
}
