package io.scopegraph.builder;

/// A name, a scope or a variable that cannot be had as it was asked for.
public final class ScopeException extends IllegalArgumentException implements ScopeError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  public ScopeException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
