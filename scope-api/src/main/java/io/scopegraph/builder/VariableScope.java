package io.scopegraph.builder;

import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// A prefix for the names of variables, and the rules by which `getVariable` makes and shares them,
/// in force until it is closed.
///
/// ```java
/// try (var tower = g.variableScope("tower", Reuse.AUTO_REUSE)) {
///   g.getVariable("w", Shape.of(3, 4)); // tower/w
/// }
/// ```
///
/// A closed scope stays a value: entering it again by [GraphBuilder#variableScope(VariableScope)]
/// gives a copy of it, whose changes leave this one alone.
///
/// Confined to the thread of its builder.
public final class VariableScope implements AutoCloseable {
  private final ScopeStack stack;
  private final String name;
  private final String originalNameScope;
  private Reuse reuse;
  private @Nullable Initializer initializer;
  private DType dtype;

  private VariableScope(
      ScopeStack stack,
      String name,
      String originalNameScope,
      Reuse reuse,
      @Nullable Initializer initializer,
      DType dtype) {
    this.stack = stack;
    this.name = name;
    this.originalNameScope = originalNameScope;
    this.reuse = reuse;
    this.initializer = initializer;
    this.dtype = dtype;
  }

  static VariableScope root(ScopeStack stack) {
    return new VariableScope(stack, "", "", Reuse.INHERIT, null, DType.FLOAT32);
  }

  boolean isOn(ScopeStack other) {
    return stack.equals(other);
  }

  /// A scope with the settings of this one, where the options do not say otherwise.
  VariableScope derive(String derivedName, String derivedNameScope, VariableScopeOptions options) {
    return new VariableScope(
        stack,
        derivedName,
        derivedNameScope,
        options.reuse() == Reuse.INHERIT ? reuse : options.reuse(),
        options.initializer() == null ? initializer : options.initializer(),
        options.dtype() == null ? dtype : options.dtype());
  }

  /// The full name, without a trailing slash; empty for the root.
  public String name() {
    return name;
  }

  /// The name scope, with a trailing slash, that was opened when the scope was first entered.
  public String originalNameScope() {
    return originalNameScope;
  }

  /// What holds here, inherited or not; `INHERIT` means that nothing is reused.
  public Reuse reuse() {
    return reuse;
  }

  /// From here on every variable asked for in this scope must exist.
  public void reuseVariables() {
    reuse = Reuse.REUSE;
  }

  public DType dtype() {
    return dtype;
  }

  public void setDType(DType changed) {
    dtype = changed;
  }

  /// What variables hold at first if `getVariable` does not say, or null for a default by dtype.
  public @Nullable Initializer initializer() {
    return initializer;
  }

  public void setInitializer(@Nullable Initializer changed) {
    initializer = changed;
  }

  /// The full name of something in this scope.
  String qualify(String simpleName) {
    return name.isEmpty() ? simpleName : name + "/" + simpleName;
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
    return "variable scope \"" + name + "\"";
  }
}
