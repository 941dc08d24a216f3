package io.scopegraph.runtime.plan;

/// A file that should hold a planner problem, or a placement of one, does not. The message names
/// the file and, where they are known, the line and the field.
public final class PlannerFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PlannerFormatException(String message) {
    super(message);
  }

  PlannerFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
