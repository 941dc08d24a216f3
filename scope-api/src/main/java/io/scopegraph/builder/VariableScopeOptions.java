package io.scopegraph.builder;

import io.scopegraph.tensor.DType;
import org.jspecify.annotations.Nullable;

/// The rarer arguments of entering a variable scope. What is null is inherited.
///
/// @param initializer what variables hold at first, unless `getVariable` says otherwise
/// @param regularizer makes a loss of each new variable; [Regularizer#NONE] switches an inherited
///   one off
/// @param getter stands between `getVariable` and the variables, around the inherited one
/// @param dtype the element type of variables, unless `getVariable` says otherwise
/// @param auxiliaryNameScope whether a name scope is opened as well
public record VariableScopeOptions(
    Reuse reuse,
    @Nullable Initializer initializer,
    @Nullable Regularizer regularizer,
    @Nullable VariableGetter getter,
    @Nullable DType dtype,
    boolean auxiliaryNameScope) {
  public static final VariableScopeOptions DEFAULT =
      new VariableScopeOptions(Reuse.INHERIT, null, null, null, null, true);

  public static VariableScopeOptions of(Reuse reuse) {
    return DEFAULT.withReuse(reuse);
  }

  public VariableScopeOptions withReuse(Reuse changed) {
    return new VariableScopeOptions(
        changed, initializer, regularizer, getter, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withInitializer(Initializer changed) {
    return new VariableScopeOptions(reuse, changed, regularizer, getter, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withRegularizer(Regularizer changed) {
    return new VariableScopeOptions(reuse, initializer, changed, getter, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withGetter(VariableGetter changed) {
    return new VariableScopeOptions(
        reuse, initializer, regularizer, changed, dtype, auxiliaryNameScope);
  }

  public VariableScopeOptions withDType(DType changed) {
    return new VariableScopeOptions(
        reuse, initializer, regularizer, getter, changed, auxiliaryNameScope);
  }

  public VariableScopeOptions withAuxiliaryNameScope(boolean changed) {
    return new VariableScopeOptions(reuse, initializer, regularizer, getter, dtype, changed);
  }
}
