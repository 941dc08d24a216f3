package io.scopegraph.builder;

import java.util.NoSuchElementException;

/// A lookup of a name that is not in the graph.
public final class MissingNameException extends NoSuchElementException implements ScopeError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  public MissingNameException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
