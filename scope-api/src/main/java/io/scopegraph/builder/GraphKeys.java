package io.scopegraph.builder;

/// The keys of the usual collections; any other string is a key as well.
public final class GraphKeys {
  private GraphKeys() {}

  /// All variables but local ones.
  public static final String GLOBAL_VARIABLES = "variables";

  public static final String TRAINABLE_VARIABLES = "trainable_variables";
  public static final String LOCAL_VARIABLES = "local_variables";
  public static final String REGULARIZATION_LOSSES = "regularization_losses";
  public static final String UPDATE_OPS = "update_ops";
}
