package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The tiers of all kernels of one pair of implementations, and what they are made with.
///
/// @param scalar the lower tier
/// @param warmer makes them rise
/// @param tiers those made so far
record TierSet(FloatKernels scalar, Warmer warmer, List<Tier> tiers) {
  TierSet(FloatKernels scalar, Warmer warmer) {
    this(scalar, warmer, new ArrayList<>());
  }

  /// The tier of a kernel.
  Tier tier(Supplier<Exercise> exercise) {
    Tier tier = new Tier(exercise, scalar, warmer);
    tiers.add(tier);
    return tier;
  }
}
