package io.scopegraph.builder;

/// A prefix for the names of ops, in force until it is closed.
///
/// ```java
/// try (var layer = g.nameScope("layer")) {
///   Nn.relu(x); // layer/Relu
/// }
/// ```
///
/// Confined to the thread of its builder.
public final class NameScope implements AutoCloseable {
  private final ScopeStack stack;
  private final String prefix;

  NameScope(ScopeStack stack, String prefix) {
    this.stack = stack;
    this.prefix = prefix;
  }

  /// The full name with a trailing slash, `"a/b/"`; empty for the root. Opening a name scope by
  /// this string enters the same scope again, and an op of this name gets the scope's own name.
  public String prefix() {
    return prefix;
  }

  /// Goes back to the scope around this one. Closing again does nothing.
  ///
  /// @throws IllegalStateException if a scope that was opened later is still open
  @Override
  public void close() {
    stack.close(this);
  }

  @Override
  public String toString() {
    return "name scope \"" + prefix + "\"";
  }
}
