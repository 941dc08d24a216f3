package io.scopegraph.runtime.plan;

import java.util.Locale;

/// What a planned buffer holds.
public enum BufferKind {
  /// A named variable; one allocation in the variable store.
  VARIABLE(Region.WEIGHTS),
  /// A constant; one allocation in the variable store for equal contents.
  CONSTANT(Region.WEIGHTS),
  /// A variable or constant in the form that a kernel reads.
  PACKED(Region.WEIGHTS),
  /// A value that the caller feeds.
  INPUT(Region.INPUTS),
  /// A result.
  OUTPUT(Region.OUTPUTS),
  /// A value between ops.
  INTERMEDIATE(Region.ARENA),
  /// Scratch memory of one op.
  WORKSPACE(Region.ARENA);

  /// Where buffers lie.
  public enum Region {
    /// Each buffer is an allocation of its own, shared by sessions.
    WEIGHTS,
    INPUTS,
    OUTPUTS,
    ARENA
  }

  private final Region region;

  BufferKind(Region region) {
    this.region = region;
  }

  public Region region() {
    return region;
  }

  /// For people and for files: `variable`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
