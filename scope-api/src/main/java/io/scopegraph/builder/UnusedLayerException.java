package io.scopegraph.builder;

/// A layer was asked for what only its first call settles.
public final class UnusedLayerException extends IllegalStateException implements ScopeError {
  private static final long serialVersionUID = 1L;

  /// @param layer the layer's own name
  public UnusedLayerException(String layer) {
    super(
        "No name available for layer scope because the layer \"%s\" has not been used yet. The scope name is determined the first time the layer instance is called. You must therefore call the layer before querying `scope_name`."
            .formatted(layer));
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.SCOPE_NAME_UNSET;
  }
}
