package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
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
public final class VariableScope implements Named, AutoCloseable {
  private final ScopeStack stack;
  private final String name;
  private final String originalNameScope;
  private Reuse reuse;
  private @Nullable Initializer initializer;
  private @Nullable Regularizer regularizer;
  private @Nullable VariableGetter getter;
  private DType dtype = DType.FLOAT32;

  private VariableScope(ScopeStack stack, String name, String originalNameScope, Reuse reuse) {
    this.stack = stack;
    this.name = name;
    this.originalNameScope = originalNameScope;
    this.reuse = reuse;
  }

  static VariableScope root(ScopeStack stack) {
    return new VariableScope(stack, "", "", Reuse.INHERIT);
  }

  boolean isOn(ScopeStack other) {
    return stack.equals(other);
  }

  /// A scope with the settings of this one, where the options do not say otherwise.
  VariableScope derive(String derivedName, String derivedNameScope, VariableScopeOptions options) {
    VariableScope derived =
        new VariableScope(
            stack,
            derivedName,
            derivedNameScope,
            options.reuse() == Reuse.INHERIT ? reuse : options.reuse());
    derived.initializer = options.initializer() == null ? initializer : options.initializer();
    derived.regularizer = options.regularizer() == null ? regularizer : options.regularizer();
    derived.getter = wrapped(options.getter());
    derived.dtype = options.dtype() == null ? dtype : options.dtype();
    return derived;
  }

  private @Nullable VariableGetter wrapped(@Nullable VariableGetter inner) {
    if (inner == null) {
      return getter;
    }
    return getter == null ? inner : inner.around(getter);
  }

  /// The full name, without a trailing slash; empty for the root.
  @Override
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

  /// What makes a loss of each new variable, unless `getVariable` says otherwise.
  public @Nullable Regularizer regularizer() {
    return regularizer;
  }

  public void setRegularizer(@Nullable Regularizer changed) {
    regularizer = changed;
  }

  /// What stands between `getVariable` and the variables.
  public @Nullable VariableGetter getter() {
    return getter;
  }

  public void setGetter(@Nullable VariableGetter changed) {
    getter = changed;
  }

  /// The items of a collection whose name starts with this scope's name and a slash; in the root
  /// scope, all items. The scope's name is taken as a regular expression.
  public ImmutableList<Named> collection(String key) {
    return stack.collections().get(key, this);
  }

  /// The variables of this scope in [GraphKeys#GLOBAL_VARIABLES].
  public ImmutableList<Variable> globalVariables() {
    return CollectionTable.variables(collection(GraphKeys.GLOBAL_VARIABLES));
  }

  /// The variables of this scope in [GraphKeys#TRAINABLE_VARIABLES].
  public ImmutableList<Variable> trainableVariables() {
    return CollectionTable.variables(collection(GraphKeys.TRAINABLE_VARIABLES));
  }

  /// The variables of this scope in [GraphKeys#LOCAL_VARIABLES].
  public ImmutableList<Variable> localVariables() {
    return CollectionTable.variables(collection(GraphKeys.LOCAL_VARIABLES));
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
