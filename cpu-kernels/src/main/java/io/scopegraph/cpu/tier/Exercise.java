package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;

/// Calls of one kernel on synthetic data, from which the JIT compiler learns how the kernel is
/// used.
///
/// What it learns stays: real data meet only code that is compiled already. So the rounds take
/// every branch that a real call can take, and often enough for the compiler not to think it rare;
/// and the inner loops run long, because the compiler keeps in registers what it believes to be
/// used most. The data are the same each time, and no value is subnormal, infinite or a NaN.
abstract class Exercise {
  private final String name;
  private final int rounds;

  /// @param name of the kernel, for logs
  /// @param rounds how many different calls there are
  Exercise(String name, int rounds) {
    this.name = name;
    this.rounds = rounds;
  }

  final String name() {
    return name;
  }

  final int rounds() {
    return rounds;
  }

  /// Calls the kernel. Allocates nothing of its own.
  ///
  /// @param round from 0 to below [#rounds]
  /// @param brief with as little work as can be
  abstract void call(FloatKernels kernels, int round, boolean brief);

  /// What calls write to, for comparison.
  abstract float[] results();

  @Override
  public final String toString() {
    return name;
  }
}
