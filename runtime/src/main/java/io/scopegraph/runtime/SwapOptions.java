package io.scopegraph.runtime;

/// How a version of the weights takes the place of another, see [VariableStore#swap].
///
/// @param mode what is kept short: the pause or the memory
/// @param complete whether the values are the whole version: a variable of a session that is not
///   among them is an error then, and variables that were assigned and that no session has are
///   removed; otherwise variables that are not among the values stay as they are
/// @param maxBytes the most bytes that the store's weights and the swap may take at any moment
public record SwapOptions(Mode mode, boolean complete, long maxBytes) {
  /// A part of the variables or all of them, with a short pause, in whatever memory it takes.
  public static final SwapOptions DEFAULT = new SwapOptions(Mode.PREPARED, false, Long.MAX_VALUE);

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the bytes are negative
  public SwapOptions {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("maxBytes must not be negative, found " + maxBytes);
    }
  }

  /// What a swap keeps short. Weights stay at their addresses in both modes, so nothing has to be
  /// bound anew.
  public enum Mode {
    /// The forms that kernels read are made in memory of their own while runs go on; runs wait only
    /// for a copy of the bytes that differ.
    PREPARED("prepared beside the runs"),
    /// The forms that kernels read are made where they belong: no bytes beside, and runs wait while
    /// they are made.
    IN_PLACE("in place");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /// For people: `in place`.
    @Override
    public String toString() {
      return text;
    }
  }

  /// These options with another mode.
  public SwapOptions mode(Mode changed) {
    return new SwapOptions(changed, complete, maxBytes);
  }

  /// These options for values that are the whole version.
  public SwapOptions asComplete() {
    return new SwapOptions(mode, true, maxBytes);
  }

  /// These options with another limit.
  public SwapOptions maxBytes(long changed) {
    return new SwapOptions(mode, complete, changed);
  }
}
