package io.scopegraph.builder;

import io.scopegraph.op.SourceLine;

/// A name, a scope or a variable that cannot be had as it was asked for. The message begins with
/// TensorFlow's words and ends with the line of the caller's code that asked.
public final class ScopeException extends IllegalArgumentException implements ScopeError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /// @param message what is wrong, without the place, which is added
  public ScopeException(ErrorKind kind, String message) {
    super(message + " [" + SourceLine.ofCaller() + "]");
    this.kind = kind;
  }

  /// What went wrong inside a template that was made elsewhere.
  ScopeException(ScopeException inside, SourceLine templateMade) {
    super(
        "%s\n\noriginally defined at:\n  template made at %s"
            .formatted(inside.getMessage(), templateMade),
        inside);
    this.kind = inside.kind();
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
