package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import java.util.function.Supplier;

/// Which tier one kernel is in: at first the scalar one, and once the warmer has found its vector
/// form to be compiled, the vector one for good.
final class Tier {
  private final Supplier<Exercise> exercise;
  private final Warmer warmer;
  private volatile FloatKernels kernels;
  // Written by whoever asks first, and a second time at worst.
  private boolean asked;

  /// @param exercise makes what the kernel is called with; not asked before the warmer needs it
  /// @param scalar has the kernel's scalar form
  Tier(Supplier<Exercise> exercise, FloatKernels scalar, Warmer warmer) {
    this.exercise = exercise;
    this.kernels = scalar;
    this.warmer = warmer;
  }

  /// A new exercise of the kernel.
  Exercise exercise() {
    return exercise.get();
  }

  /// The kernels of which this one is to be called now. The first question makes the warmer start
  /// on it.
  FloatKernels kernels() {
    if (!asked) {
      asked = true;
      warmer.add(this);
    }
    return kernels;
  }

  /// From now on, the vector form.
  void rise(FloatKernels vector) {
    kernels = vector;
  }
}
