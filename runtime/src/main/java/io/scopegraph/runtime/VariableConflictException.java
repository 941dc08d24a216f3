package io.scopegraph.runtime;

/// Two users of one variable name mean different variables.
public final class VariableConflictException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  VariableConflictException(String message) {
    super(message);
  }
}
