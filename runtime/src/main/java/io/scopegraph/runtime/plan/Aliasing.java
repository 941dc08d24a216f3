package io.scopegraph.runtime.plan;

/// How far values may share bytes beyond views: results that overwrite inputs which nothing reads
/// any more, pieces that are made where they are concatenated, slices that are read where they are
/// cut.
public enum Aliasing {
  /// Every computed value has a buffer of its own.
  OFF,
  /// As far as the arena's lower bound does not rise.
  LEAST_MEMORY,
  /// Also where that costs a little memory, at most a sixteenth of the lower bound, and saves the
  /// copies of a whole concatenation.
  FEWEST_COPIES
}
