package io.scopegraph.drawing;

/// A node or a scope of a picture, by id.
record Box(boolean isScope, int id) {
  static Box node(int id) {
    return new Box(false, id);
  }

  static Box scope(int id) {
    return new Box(true, id);
  }

  /// Unique in a picture: `n12`, `s3`.
  @Override
  public String toString() {
    return (isScope ? "s" : "n") + id;
  }
}
