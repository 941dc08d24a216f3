package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;

/// The way of one kernel to compiled code.
final class Training {
  /// All different calls this many times without an allocation: compiled.
  private static final int CLEAN_CYCLES = 8;

  /// Calls after which a kernel passes for compiled where allocations cannot be measured.
  private static final int BLIND_CALLS = 40_000;

  private final Tier tier;
  private final Exercise exercise;
  private final FloatKernels kernels;
  private final AllocationMeter meter;
  private int calls;

  Training(Tier tier, FloatKernels kernels, AllocationMeter meter) {
    this.tier = tier;
    this.exercise = tier.exercise();
    this.kernels = kernels;
    this.meter = meter;
  }

  Tier tier() {
    return tier;
  }

  /// How many calls there were.
  int calls() {
    return calls;
  }

  /// Calls the kernel for some time.
  ///
  /// @return whether it is compiled
  boolean train(long nanos) {
    long start = System.nanoTime();
    int clean = 0;
    do {
      clean = allocates() ? 0 : clean + 1;
      if (clean == CLEAN_CYCLES) {
        return meter.works() || calls > BLIND_CALLS;
      }
    } while (System.nanoTime() - start < nanos);
    return false;
  }

  /// Whether calling the kernel in all ways that there are allocates anything.
  private boolean allocates() {
    long before = meter.bytes();
    for (int round = 0; round < exercise.rounds(); round++) {
      exercise.call(kernels, round);
    }
    calls += exercise.rounds();
    return meter.bytes() != before;
  }
}
