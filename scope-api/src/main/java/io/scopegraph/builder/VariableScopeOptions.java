package io.scopegraph.builder;

import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// The rarer arguments of entering a variable scope. What is null is inherited.
///
/// @param initializer what variables hold at first, unless `getVariable` says otherwise
/// @param dtype the element type of variables, unless `getVariable` says otherwise
/// @param auxiliaryNameScope whether a name scope is opened as well
public record VariableScopeOptions(
    Reuse reuse,
    @Nullable Initializer initializer,
    @Nullable DType dtype,
    boolean auxiliaryNameScope) {
  public static final VariableScopeOptions DEFAULT =
      new VariableScopeOptions(Reuse.INHERIT, null, null, true);

  public static VariableScopeOptions of(Reuse reuse) {
    return DEFAULT.withReuse(reuse);
  }

  public VariableScopeOptions withReuse(Reuse changed) {
    return new VariableScopeOptions(changed, initializer, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withInitializer(Initializer changed) {
    return new VariableScopeOptions(reuse, changed, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withDType(DType changed) {
    return new VariableScopeOptions(reuse, initializer, changed, auxiliaryNameScope);
  }

  public VariableScopeOptions withAuxiliaryNameScope(boolean changed) {
    return new VariableScopeOptions(reuse, initializer, dtype, changed);
  }
}
