package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;

/// The way of one kernel to compiled code.
final class Training {
  /// All different calls this many times without an allocation: compiled.
  private static final int CLEAN_CYCLES = 8;

  /// Calls after which a kernel passes for compiled where allocations cannot be measured.
  private static final int BLIND_CALLS = 40_000;

  /// Calls that are brief.
  private static final int BRIEF_CALLS = 220;

  /// Of the others, all but one in so many are brief: the few long ones outweigh them in what the
  /// compiler learns, at little cost.
  private static final int LONG_EVERY = 8;

  /// Calls after which the compiler has been asked to compile, or soon is.
  private static final int ENOUGH_CALLS = 20_000;

  private final Tier tier;
  private final Exercise exercise;
  private final FloatKernels kernels;
  private final AllocationMeter meter;
  private int calls;
  private int clean;

  Training(Tier tier, FloatKernels kernels, AllocationMeter meter) {
    this.tier = tier;
    this.exercise = tier.exercise();
    this.kernels = kernels;
    this.meter = meter;
  }

  /// The kernel's name.
  String name() {
    return exercise.name();
  }

  Tier tier() {
    return tier;
  }

  /// How many calls there were.
  int calls() {
    return calls;
  }

  /// Whether the compiler has seen enough, and only its code is waited for.
  boolean isWaiting() {
    return calls > ENOUGH_CALLS;
  }

  /// Calls the kernel for some time, or in all ways that there are if that takes longer or the
  /// training [#isWaiting].
  ///
  /// @return whether it is compiled
  boolean train(long nanos) {
    long start = System.nanoTime();
    do {
      // What is brief may not even get to the vectors.
      boolean brief = isBrief();
      if (allocates(brief)) {
        clean = 0;
      } else if (!brief && ++clean == CLEAN_CYCLES) {
        return meter.works() || calls > BLIND_CALLS;
      }
    } while (!isWaiting() && System.nanoTime() - start < nanos);
    return false;
  }

  /// The first calls are interpreted, a thousand times slower than compiled ones; what the compiler
  /// learns it learns from those after them.
  private boolean isBrief() {
    return calls < BRIEF_CALLS || (clean == 0 && calls / exercise.rounds() % LONG_EVERY != 0);
  }

  /// Whether calling the kernel in all ways that there are allocates anything.
  private boolean allocates(boolean brief) {
    long before = meter.bytes();
    for (int round = 0; round < exercise.rounds(); round++) {
      exercise.call(kernels, round, brief);
    }
    calls += exercise.rounds();
    return meter.bytes() != before;
  }
}
