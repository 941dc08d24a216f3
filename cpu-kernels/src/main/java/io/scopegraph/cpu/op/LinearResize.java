package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.memory.FloatRange;
import java.util.Arrays;

/// Linear interpolation along every axis that changes. The axes after the last such axis move as
/// one run; for each corner of the cell around a coordinate, the run is added with its weight.
final class LinearResize {
  private final Execution execution;
  private final RowKernels rows;
  private final FloatRange in;
  private final FloatRange out;
  private final float extrapolation;
  private final int axes;
  private final int run;
  private final int[] extents;
  private final int[] strides;
  private final int[][] below;
  private final int[][] above;
  private final float[][] fractions;

  LinearResize(
      Execution execution, ResizeAxis[] all, float extrapolation, FloatRange in, FloatRange out) {
    this.execution = execution;
    this.rows = execution.rows();
    this.in = in;
    this.out = out;
    this.extrapolation = extrapolation;
    int last = all.length;
    int cells = 1;
    while (last > 0 && isUnchanged(all[last - 1])) {
      last--;
      cells *= all[last].in();
    }
    this.axes = last;
    this.run = cells;
    this.extents = new int[last];
    this.strides = new int[last];
    this.below = new int[last][];
    this.above = new int[last][];
    this.fractions = new float[last][];
    int stride = cells;
    for (int axis = last - 1; axis >= 0; axis--) {
      ResizeAxis one = all[axis];
      extents[axis] = one.out();
      strides[axis] = stride;
      below[axis] = one.below();
      fractions[axis] = one.fractions();
      above[axis] = Arrays.stream(below[axis]).map(i -> Math.min(i + 1, one.in() - 1)).toArray();
      stride *= one.in();
    }
  }

  private static boolean isUnchanged(ResizeAxis axis) {
    return axis.in() == axis.out()
        && Arrays.equals(axis.below(), MappedCopy.identity(axis.in()))
        && Arrays.equals(axis.fractions(), new float[axis.in()]);
  }

  BoundKernel bind() {
    if (axes == 0 || run == 0) {
      return CopyKernel.copy(in, out, execution);
    }
    int lines = 1;
    for (int axis = 0; axis < axes - 1; axis++) {
      lines = Math.multiplyExact(lines, extents[axis]);
    }
    int width = extents[axes - 1];
    return Spread.of(
        execution.pool(),
        lines,
        ((long) width * run) << Math.min(axes, 4),
        (from, to, _) -> {
          for (int line = from; line < to; line++) {
            line(line, out.at() + line * width * run);
          }
        });
  }

  private void line(int line, int to) {
    int width = extents[axes - 1];
    Arrays.fill(out.array(), to, to + width * run, 0);
    for (int corner = 0; corner < 1 << (axes - 1); corner++) {
      int at = in.at();
      float weight = 1;
      int left = line;
      for (int axis = axes - 2; axis >= 0; axis--) {
        int cell = left % extents[axis];
        left /= extents[axis];
        if (below[axis][cell] < 0) {
          Arrays.fill(out.array(), to, to + width * run, extrapolation);
          return;
        }
        boolean upper = ((corner >> axis) & 1) != 0;
        at += (upper ? above[axis][cell] : below[axis][cell]) * strides[axis];
        weight *= upper ? fractions[axis][cell] : 1 - fractions[axis][cell];
      }
      if (weight != 0) {
        add(at, weight, to);
      }
    }
    outside(to);
  }

  /// Adds one line of the input, resized along the last axis.
  private void add(int from, float weight, int to) {
    int last = axes - 1;
    float[] x = in.array();
    float[] y = out.array();
    for (int cell = 0; cell < extents[last]; cell++) {
      int low = below[last][cell];
      if (low < 0) {
        continue;
      }
      int o = to + cell * run;
      int high = above[last][cell];
      float fraction = fractions[last][cell];
      if (run == 1) {
        float lower = x[from + low];
        y[o] = Math.fma(Math.fma(x[from + high] - lower, fraction, lower), weight, y[o]);
        continue;
      }
      rows.addScaled(x, from + low * run, weight * (1 - fraction), y, o, run);
      if (fraction != 0) {
        rows.addScaled(x, from + high * run, weight * fraction, y, o, run);
      }
    }
  }

  private void outside(int to) {
    int last = axes - 1;
    for (int cell = 0; cell < extents[last]; cell++) {
      if (below[last][cell] < 0) {
        Arrays.fill(out.array(), to + cell * run, to + (cell + 1) * run, extrapolation);
      }
    }
  }
}
