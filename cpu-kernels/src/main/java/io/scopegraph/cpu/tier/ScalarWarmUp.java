package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;

/// Makes the JIT compiler compile the scalar loops of convolutions and products, on which the first
/// run depends, before vector kernels keep it busy.
final class ScalarWarmUp {
  private static final int CHANNELS = 256;

  /// A cycle of calls that is done in this time is compiled: it takes ten times as long otherwise.
  private static final long COMPILED_NANOS = 700_000;

  /// The first run will not wait for ever.
  private static final long MOST_NANOS = 400_000_000;

  private ScalarWarmUp() {}

  static void run(FloatKernels scalar) {
    Exercise exercise = new PanelExercise("scalar panels", CHANNELS, scalar.panel(1) / 2);
    long start = System.nanoTime();
    long before = start;
    while (true) {
      for (int round = 0; round < exercise.rounds(); round++) {
        exercise.call(scalar, round, false);
      }
      long now = System.nanoTime();
      if (now - before < COMPILED_NANOS || now - start > MOST_NANOS) {
        return;
      }
      before = now;
    }
  }
}
