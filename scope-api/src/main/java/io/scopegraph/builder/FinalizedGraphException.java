package io.scopegraph.builder;

import io.scopegraph.op.SourceLine;

/// An op was to be added to a graph that is built already.
public final class FinalizedGraphException extends IllegalStateException implements ScopeError {
  private static final long serialVersionUID = 1L;

  public FinalizedGraphException() {
    super("Graph is finalized and cannot be modified. [" + SourceLine.ofCaller() + "]");
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.GRAPH_FINALIZED;
  }
}
