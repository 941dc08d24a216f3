package io.scopegraph.scopes;

/// A wrong argument that the API's types rule out.
final class CaseRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param kind the error that TensorFlow has for it
  CaseRefusal(String kind) {
    super(kind);
  }
}
