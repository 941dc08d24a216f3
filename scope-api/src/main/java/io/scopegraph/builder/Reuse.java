package io.scopegraph.builder;

/// Whether `getVariable` makes variables or finds them.
public enum Reuse {
  /// As the enclosing scope; at the root, every variable is new. TensorFlow's None and False.
  INHERIT,
  /// Every variable must exist. TensorFlow's True.
  REUSE,
  /// A variable that does not exist is made.
  AUTO_REUSE
}
