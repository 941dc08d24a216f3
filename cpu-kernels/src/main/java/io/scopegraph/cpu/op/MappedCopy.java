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
    this.in = in;
    this.out = out;
    this.maps = maps;
    this.fill = fill;
    int axis = maps.length;
    while (axis > 0 && isIdentity(maps[axis - 1], in.shape().dim(axis - 1))) {
      axis--;
    }
    this.runAxis = axis;
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
    int run = Math.toIntExact(out.shape().elementCount(runAxis, maps.length));
    if (run == 0 || out.shape().elementCount() == 0) {
      return BoundKernel.NOTHING;
    }
    if (runAxis == 0) {
      return CopyKernel.copy(source, target, execution);
    }
    int rows = Math.toIntExact(out.shape().elementCount(0, runAxis - 1));
    int[] map = maps[runAxis - 1];
    Row row =
        in.dtype() == DType.FLOAT32
            ? floats(source, target, map, run)
            : elements(source.tensor(in), target.tensor(out), map, run);
    int inRow = run * Math.toIntExact(in.shape().dim(runAxis - 1));
    return Spread.of(
        execution.pool(),
        rows,
        (long) map.length * run,
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            int at = rowAt(r);
            row.copy(at < 0 ? -1 : at * inRow, r * map.length * run);
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

  private Row floats(FloatRange source, FloatRange target, int[] map, int run) {
    float[] from = source.array();
    float[] to = target.array();
    float value = (float) fill;
    return (inAt, outAt) -> {
      for (int i = 0; i < map.length; i++) {
        int o = target.at() + outAt + i * run;
        if (inAt < 0 || map[i] < 0) {
          Arrays.fill(to, o, o + run, value);
        } else if (run == 1) {
          to[o] = from[source.at() + inAt + map[i]];
        } else {
          System.arraycopy(from, source.at() + inAt + map[i] * run, to, o, run);
        }
      }
    };
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
