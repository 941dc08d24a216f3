package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.host.ResizeAxis;
import java.util.Arrays;
import java.util.function.ToLongFunction;

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
  private final int cellPitch;
  private final int linePitch;
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
    // What moves as one must not be longer than a piece of memory.
    int least = in.pitch() == 0 && out.pitch() == 0 ? 0 : all.length - 1;
    int last = all.length;
    int cells = 1;
    while (last > least && isUnchanged(all[last - 1])) {
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
    long[] steps = steps(all, ResizeAxis::in, in);
    long[] outSteps = steps(all, ResizeAxis::out, out);
    this.cellPitch = last == 0 ? 0 : Math.toIntExact(outSteps[last - 1]);
    this.linePitch = last <= 1 ? 0 : Math.toIntExact(outSteps[last - 2]);
    for (int axis = last - 1; axis >= 0; axis--) {
      ResizeAxis one = all[axis];
      extents[axis] = one.out();
      strides[axis] = Math.toIntExact(steps[axis]);
      below[axis] = one.below();
      fractions[axis] = one.fractions();
      above[axis] = Arrays.stream(below[axis]).map(i -> Math.min(i + 1, one.in() - 1)).toArray();
    }
  }

  private static long[] steps(
      ResizeAxis[] all, ToLongFunction<ResizeAxis> extent, FloatRange range) {
    return LoopNest.rows(Arrays.stream(all).mapToLong(extent).toArray(), range.pitch());
  }

  /// Whether operands may lie row by row. The weights of more than two axes would be multiplied in
  /// another order than those of an operand in one piece, and single cells by another formula.
  static boolean canPitch(ResizeAxis[] all) {
    long changed = Arrays.stream(all).filter(axis -> !isUnchanged(axis)).count();
    return all.length > 1 && all[all.length - 1].in() > 1 && changed <= 2;
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
            line(line, out.at() + line * linePitch);
          }
        });
  }

  private void line(int line, int to) {
    int width = extents[axes - 1];
    fill(to, width, 0);
    for (int corner = 0; corner < 1 << (axes - 1); corner++) {
      int at = in.at();
      float weight = 1;
      int left = line;
      for (int axis = axes - 2; axis >= 0; axis--) {
        int cell = left % extents[axis];
        left /= extents[axis];
        if (below[axis][cell] < 0) {
          fill(to, width, extrapolation);
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

  private void fill(int to, int cells, float value) {
    if (cellPitch == run) {
      Arrays.fill(out.array(), to, to + cells * run, value);
      return;
    }
    for (int cell = 0; cell < cells; cell++) {
      int o = to + cell * cellPitch;
      Arrays.fill(out.array(), o, o + run, value);
    }
  }

  /// Adds one line of the input, resized along the last axis.
  private void add(int from, float weight, int to) {
    int last = axes - 1;
    int step = strides[last];
    float[] x = in.array();
    float[] y = out.array();
    for (int cell = 0; cell < extents[last]; cell++) {
      int low = below[last][cell];
      if (low < 0) {
        continue;
      }
      int o = to + cell * cellPitch;
      int high = above[last][cell];
      float fraction = fractions[last][cell];
      if (run == 1) {
        float lower = x[from + low * step];
        y[o] = Math.fma(Math.fma(x[from + high * step] - lower, fraction, lower), weight, y[o]);
        continue;
      }
      rows.addScaled(x, from + low * step, weight * (1 - fraction), y, o, run);
      if (fraction != 0) {
        rows.addScaled(x, from + high * step, weight * fraction, y, o, run);
      }
    }
  }

  private void outside(int to) {
    int last = axes - 1;
    for (int cell = 0; cell < extents[last]; cell++) {
      if (below[last][cell] < 0) {
        fill(to + cell * cellPitch, 1, extrapolation);
      }
    }
  }
}
