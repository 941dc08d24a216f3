package io.scopegraph.op;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/// An op that cannot be: its attributes or its inputs break a numbered constraint. Thrown while a
/// graph is built, and when the shapes of a run do not fit.
public final class InvalidOpException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String constraint;

  InvalidOpException(String constraint, String message) {
    super(message);
    this.constraint = constraint;
  }

  /// The constraint that is broken, as numbered in the op's documentation: `C2`.
  public String constraint() {
    return constraint;
  }

  /// Checks an attribute when an op is made, before it has a name.
  @FormatMethod
  static void checkAttribute(
      boolean holds,
      String type,
      String constraint,
      @FormatString String message,
      Object... arguments) {
    if (!holds) {
      throw new InvalidOpException(
          constraint, "%s (%s): %s".formatted(type, constraint, message.formatted(arguments)));
    }
  }
}
