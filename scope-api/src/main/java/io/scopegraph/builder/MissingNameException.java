package io.scopegraph.builder;

import io.scopegraph.op.SourceLine;
import java.util.NoSuchElementException;

/// A lookup of a name that is not in the graph.
public final class MissingNameException extends NoSuchElementException implements ScopeError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /// A failed lookup.
  ///
  /// @param message what is wrong, without the place, which is added
  public MissingNameException(ErrorKind kind, String message) {
    super(message + " [" + SourceLine.ofCaller() + "]");
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
