package io.scopegraph.graph;

/// A graph that cannot be: a rule that concerns more than one op is broken, or a name does not
/// exist.
public final class InvalidGraphException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidGraphException(String message) {
    super(message);
  }
}
