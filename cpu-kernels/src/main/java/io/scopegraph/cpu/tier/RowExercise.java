package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;

/// Exercises a loop over rows with long rows, short ones, and ones that fill no vector.
final class RowExercise extends Exercise {
  /// Rows of these lengths in turn.
  private static final int[] LENGTHS = {160, 333, 64, 7, 96, 16, 130, 1, 256, 35, 4, 0};

  private static final int LONGEST = 333;
  private static final int BRIEF = 35;

  private final Loop loop;
  private final float[] x = new float[LONGEST];
  private final float[] y = new float[LONGEST];
  private final float[] z = new float[LONGEST];
  private final float[] out = new float[LONGEST];

  RowExercise(String name, Loop loop) {
    super(name, LENGTHS.length);
    this.loop = loop;
    for (int i = 0; i < LONGEST; i++) {
      x[i] = (i % 11 - 5) * 0.37f;
      y[i] = (i % 7 - 3) * 0.61f + 0.05f;
      z[i] = (i % 5 + 1) * 0.29f;
    }
  }

  /// One loop of [RowKernels] or [FloatKernels].
  @FunctionalInterface
  interface Loop {
    /// Works on the first `n` values of `x`, `y` and `z` and leaves its results in `out`.
    void run(FloatKernels kernels, float[] x, float[] y, float[] z, float[] out, int n);
  }

  @Override
  void call(FloatKernels kernels, int round, boolean brief) {
    int n = brief ? Math.min(LENGTHS[round], BRIEF) : LENGTHS[round];
    loop.run(kernels, x, y, z, out, n);
  }

  @Override
  float[] results() {
    return out;
  }

  /// An exercise whose loop changes values in place. They are set anew before each call.
  static RowExercise inPlace(String name, InPlace loop) {
    return new RowExercise(
        name,
        (kernels, x, _, _, out, n) -> {
          System.arraycopy(x, 0, out, 0, n);
          loop.run(kernels, out, n);
        });
  }

  /// A loop that changes values in place.
  @FunctionalInterface
  interface InPlace {
    void run(FloatKernels kernels, float[] values, int n);
  }

  /// An exercise whose loop gives one number.
  static RowExercise number(String name, Reduction loop) {
    return new RowExercise(
        name, (kernels, x, _, _, out, n) -> out[n % LONGEST] = loop.of(kernels.rows(), x, n));
  }

  /// A loop that gives one number.
  @FunctionalInterface
  interface Reduction {
    float of(RowKernels rows, float[] x, int n);
  }
}
