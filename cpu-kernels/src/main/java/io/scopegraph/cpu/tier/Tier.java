package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;

/// Which tier one kernel is in: at first the scalar one, and once the warmer has found its vector
/// form to be compiled, the vector one for good.
final class Tier {
  private final Exercise exercise;
  private final Warmer warmer;
  private volatile FloatKernels kernels;
  // Written by whoever asks first, and a second time at worst.
  private boolean asked;

  /// @param scalar has the kernel's scalar form
  Tier(Exercise exercise, FloatKernels scalar, Warmer warmer) {
    this.exercise = exercise;
    this.kernels = scalar;
    this.warmer = warmer;
  }

  Exercise exercise() {
    return exercise;
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
