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
  private final CollectionTable collections;
  private final Map<String, Variable> byKey = new HashMap<>();

  SharedVariables(ScopeStack scopes, VariableFactory factory, CollectionTable collections) {
    this.scopes = scopes;
    this.factory = factory;
    this.collections = collections;
  }

  Operand get(VariableRequest request) {
    VariableScope scope = scopes.variableScope();
    DType fixed = fixedDType(request.initializer());
    check(
        fixed == null || request.dtype() == null || fixed == request.dtype(),
        ErrorKind.INIT_DTYPE_MISMATCH,
        "Initializer type '%s' and explicit dtype '%s' don't match. (variable %s)",
        fixed,
        request.dtype(),
        scope.qualify(request.name()));
    VariableArguments arguments = VariableArguments.of(scope, request);
    VariableGetter getter = request.getter() == null ? scope.getter() : request.getter();
    try (var _ = scopes.enterName(null)) {
      return getter == null ? get(arguments) : getter.get(this::get, arguments);
    }
  }

  private Variable get(VariableArguments arguments) {
    check(
        fixedDType(arguments.initializer()) == null || arguments.shape() == null,
        ErrorKind.CONST_INIT_WITH_SHAPE,
        "If initializer is a constant, do not specify shape. (variable %s, shape %s)",
        arguments.name(),
        arguments.shape());
    Variable existing = byKey.get(arguments.name());
    if (existing != null) {
      return share(arguments, existing);
    }
    check(
        arguments.reuse() != Reuse.REUSE,
        ErrorKind.VAR_NOT_FOUND,
        "Variable %s does not exist, or was not created with tf.get_variable(). Did you mean to set"
            + " reuse=tf.AUTO_REUSE in VarScope?",
        arguments.name());
    Variable created = create(arguments);
    byKey.put(arguments.name(), created);
    regularize(arguments, created);
    return created;
  }

  private Variable share(VariableArguments arguments, Variable existing) {
    SourceLine origin = existing.operation().source();
    check(
        arguments.reuse() != Reuse.INHERIT,
        ErrorKind.VAR_EXISTS,
        "Variable %s already exists, disallowed. Did you mean to set reuse=True or"
            + " reuse=tf.AUTO_REUSE in VarScope? Originally defined at: %s",
        arguments.name(),
        origin);
    check(
        arguments.shape() == null || arguments.shape().isCompatibleWith(existing.shape()),
        ErrorKind.SHAPE_MISMATCH,
        "Trying to share variable %s, but specified shape %s and found shape %s. Originally defined"
            + " at: %s",
        arguments.name(),
        arguments.shape(),
        existing.shape(),
        origin);
    check(
        arguments.dtype() == existing.dtype(),
        ErrorKind.DTYPE_MISMATCH,
        "Trying to share variable %s, but specified dtype %s and found dtype %s. Originally defined"
            + " at: %s",
        arguments.name(),
        arguments.dtype(),
        existing.dtype(),
        origin);
    return existing;
  }

  private Variable create(VariableArguments arguments) {
    String key = arguments.name();
    DType dtype = arguments.dtype();
    Initializer initializer =
        arguments.initializer() == null ? Initializers.defaultFor(dtype) : arguments.initializer();
    if (initializer == null) {
      throw failure(
          ErrorKind.NO_DEFAULT_INITIALIZER,
          "An initializer for variable %s of %s is required".formatted(key, dtype));
    }
    TensorSpec functionSpec = null;
    if (initializer instanceof Initializer.Function) {
      Shape shape = arguments.shape() == null ? Shape.unknownRank() : arguments.shape();
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
    return factory.create(
        key, initializer, functionSpec, arguments.trainable(), arguments.collections());
  }

  private void regularize(VariableArguments arguments, Variable variable) {
    Regularizer regularizer = arguments.regularizer();
    if (regularizer == null) {
      return;
    }
    try (var _ = scopes.enterName(arguments.name() + "/Regularizer/")) {
      Operand loss = regularizer.loss(variable);
      if (loss != null) {
        collections.add(GraphKeys.REGULARIZATION_LOSSES, loss);
      }
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
  private void check(
      boolean holds, ErrorKind kind, @FormatString String message, @Nullable Object... arguments) {
    if (!holds) {
      throw failure(kind, message.formatted(arguments));
    }
  }

  private ScopeException failure(ErrorKind kind, String message) {
    return new ScopeException(kind, message + " (in the " + scopes.variableScope() + ")");
  }
}
