package io.scopegraph.cli;

/// A placement does not fit into what the user allows, or is wrong.
final class CapacityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CapacityException(String message) {
    super(message);
  }
}
