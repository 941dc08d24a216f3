package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.RowFunctions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;

/// The row loops in plain Java.
final class ScalarRowKernels implements RowKernels {
  @Override
  public void unary(UnaryFunction function, float a, float b, float[] values, int at, int n) {
    RowFunctions.unary(function, a, b, values, at, n);
  }

  @Override
  public void binary(
      BinaryFunction function,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int n) {
    RowFunctions.binary(function, x, xAt, y, yAt, out, outAt, n);
  }

  @Override
  public void scaleShift(
      float[] x, int xAt, float scale, float shift, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = Math.fma(x[xAt + i], scale, shift);
    }
  }

  @Override
  public void scaleShift(
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] out,
      int outAt,
      int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = Math.fma(x[xAt + i], scale[scaleAt + i], shift[shiftAt + i]);
    }
  }

  @Override
  public void addScaled(float[] x, int xAt, float factor, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = Math.fma(x[xAt + i], factor, out[outAt + i]);
    }
  }

  @Override
  public float sum(float[] x, int at, int n) {
    return sum(x, at, n, 0, 1);
  }

  /// What the halving of the partial sums has left of one of them.
  ///
  /// @param step the number of partial sums left
  private static float sum(float[] x, int at, int n, int number, int step) {
    if (step < PARTIAL_SUMS) {
      return sum(x, at, n, number, 2 * step) + sum(x, at, n, number + step, 2 * step);
    }
    float sum = 0;
    for (int i = number; i < n; i += PARTIAL_SUMS) {
      sum += x[at + i];
    }
    return sum;
  }

  @Override
  public float maximum(float[] x, int at, int n) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, x[at + i]);
    }
    return most;
  }

  @Override
  public float minimum(float[] x, int at, int n) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      least = Math.min(least, x[at + i]);
    }
    return least;
  }
}
