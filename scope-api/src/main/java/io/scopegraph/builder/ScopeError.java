package io.scopegraph.builder;

/// The common face of the exceptions about names, scopes and variables.
public sealed interface ScopeError
    permits ScopeException, MissingNameException, FinalizedGraphException, UnusedLayerException {
  /// What went wrong; the message says it in TensorFlow's words.
  ErrorKind kind();
}
