package io.scopegraph.builder;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables that `getVariable` makes and finds, by full name, and the rules of sharing them.
final class SharedVariables {
  private final ScopeStack scopes;
  private final VariableFactory factory;
  private final Map<String, Variable> byKey = new HashMap<>();

  SharedVariables(ScopeStack scopes, VariableFactory factory) {
    this.scopes = scopes;
    this.factory = factory;
  }

  Variable get(VariableRequest request) {
    VariableScope scope = scopes.variableScope();
    String key = scope.qualify(request.name());
    DType fixed = fixedDType(request.initializer());
    check(
        fixed == null || request.dtype() == null || fixed == request.dtype(),
        ErrorKind.INIT_DTYPE_MISMATCH,
        "Initializer type '%s' and explicit dtype '%s' don't match. (variable %s)",
        fixed,
        request.dtype(),
        key);
    Initializer initializer =
        request.initializer() == null ? scope.initializer() : request.initializer();
    check(
        fixedDType(initializer) == null || request.shape() == null,
        ErrorKind.CONST_INIT_WITH_SHAPE,
        "If initializer is a constant, do not specify shape. (variable %s, shape %s)",
        key,
        request.shape());
    DType dtype = request.dtype() == null ? scope.dtype() : request.dtype();
    Variable existing = byKey.get(key);
    if (existing != null) {
      return share(scope, key, existing, request.shape(), dtype);
    }
    check(
        scope.reuse() != Reuse.REUSE,
        ErrorKind.VAR_NOT_FOUND,
        "Variable %s does not exist, or was not created with tf.get_variable(). Did you mean to set"
            + " reuse=tf.AUTO_REUSE in VarScope?",
        key);
    Initializer chosen = initializer == null ? Initializers.defaultFor(dtype) : initializer;
    Variable created = create(key, chosen, dtype, request);
    byKey.put(key, created);
    return created;
  }

  private static Variable share(
      VariableScope scope, String key, Variable existing, @Nullable Shape shape, DType dtype) {
    SourceLine origin = existing.operation().source();
    check(
        scope.reuse() != Reuse.INHERIT,
        ErrorKind.VAR_EXISTS,
        "Variable %s already exists, disallowed. Did you mean to set reuse=True or"
            + " reuse=tf.AUTO_REUSE in VarScope? Originally defined at: %s",
        key,
        origin);
    check(
        shape == null || shape.isCompatibleWith(existing.shape()),
        ErrorKind.SHAPE_MISMATCH,
        "Trying to share variable %s, but specified shape %s and found shape %s. Originally defined"
            + " at: %s",
        key,
        shape,
        existing.shape(),
        origin);
    check(
        dtype == existing.dtype(),
        ErrorKind.DTYPE_MISMATCH,
        "Trying to share variable %s, but specified dtype %s and found dtype %s. Originally defined"
            + " at: %s",
        key,
        dtype,
        existing.dtype(),
        origin);
    return existing;
  }

  private Variable create(
      String key, Initializer initializer, DType dtype, VariableRequest request) {
    TensorSpec functionSpec = null;
    if (initializer instanceof Initializer.Function) {
      Shape shape = request.shape() == null ? Shape.unknownRank() : request.shape();
      check(
          shape.isFullyDefined(),
          ErrorKind.SHAPE_UNDEFINED,
          "Shape of a new variable (%s) must be fully defined, but instead was %s.",
          key,
          shape);
      functionSpec = new TensorSpec(dtype, shape);
    }
    if (key.isEmpty()) {
      throw ScopeStack.badScopeName(key);
    }
    try (var _ = scopes.enterName(null)) {
      return factory.create(
          key, initializer, functionSpec, request.trainable(), request.collections());
    }
  }

  /// The element type that a fixed value settles, or null for a function.
  private static @Nullable DType fixedDType(@Nullable Initializer initializer) {
    return switch (initializer) {
      case null -> null;
      case Initializer.Fixed(Tensor value) -> value.dtype();
      case Initializer.Symbolic(Operand value) -> value.dtype();
      case Initializer.Function _ -> null;
    };
  }

  @FormatMethod
  private static void check(
      boolean holds, ErrorKind kind, @FormatString String message, @Nullable Object... arguments) {
    if (!holds) {
      throw new ScopeException(
          kind, message.formatted(arguments) + " [" + SourceLine.ofCaller() + "]");
    }
  }
}
