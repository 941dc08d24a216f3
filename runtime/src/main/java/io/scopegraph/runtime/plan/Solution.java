package io.scopegraph.runtime.plan;

/// A placement, and what is known of its size.
///
/// @param placement where each request lies
/// @param certificate how small the arena is
public record Solution(Placement placement, Certificate certificate) {}
