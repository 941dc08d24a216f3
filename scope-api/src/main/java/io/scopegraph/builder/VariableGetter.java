package io.scopegraph.builder;

/// Stands between `getVariable` and the making or finding of a variable: TensorFlow's custom
/// getter.
///
/// ```java
/// VariableGetter frozen = (inner, arguments) -> inner.get(arguments.withTrainable(false));
/// ```
///
/// It runs at the root name scope. The getter of an inner scope runs first, and its `inner` is the
/// getter of the scope around; a getter given to `getVariable` itself replaces those of all scopes.
@FunctionalInterface
public interface VariableGetter {
  /// What `getVariable` answers: the variable of `inner`, or any other value instead.
  ///
  /// @param inner goes on with these or changed arguments
  Operand get(Inner inner, VariableArguments arguments);

  /// The next getter, or the variable itself.
  @FunctionalInterface
  interface Inner {
    /// Makes or finds the variable.
    ///
    /// @throws ScopeException if the variable may not be made, is not there, or does not fit
    Operand get(VariableArguments arguments);
  }

  /// This getter around another one.
  default VariableGetter around(VariableGetter enclosing) {
    return (inner, arguments) -> get(changed -> enclosing.get(inner, changed), arguments);
  }
}
