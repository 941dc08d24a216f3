package io.scopegraph.runtime.plan;

import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import org.jspecify.annotations.Nullable;

/// What a planned buffer of the weights holds.
///
/// @param buffer the buffer's id
/// @param packing how the contents are made from the plain ones; null for plain contents
public record PlannedWeight(int buffer, WeightKey key, @Nullable PackedWeight packing) {}
