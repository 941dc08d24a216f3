package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// What a [VariableGetter] sees: the full name and the arguments in force, those of the call and,
/// where it is silent, those of the scope.
///
/// @param name the full name, `scope/v`
/// @param shape null if the initializer settles it, or where a variable is only looked up
/// @param initializer null for the default of the element type
/// @param regularizer null for none
/// @param reuse of the scope; `INHERIT` means that nothing is reused
/// @param trainable whether a new variable is added to the trainable ones
/// @param collections where a new variable is added
public record VariableArguments(
    String name,
    @Nullable Shape shape,
    DType dtype,
    @Nullable Initializer initializer,
    @Nullable Regularizer regularizer,
    Reuse reuse,
    boolean trainable,
    ImmutableList<String> collections) {

  /// The arguments of a request in a scope.
  static VariableArguments of(VariableScope scope, VariableRequest request) {
    return new VariableArguments(
        scope.qualify(request.name()),
        request.shape(),
        request.dtype() == null ? scope.dtype() : request.dtype(),
        request.initializer() == null ? scope.initializer() : request.initializer(),
        request.regularizer() == null ? scope.regularizer() : request.regularizer(),
        scope.reuse(),
        request.trainable(),
        request.collections());
  }

  public VariableArguments withName(String changed) {
    return new VariableArguments(
        changed, shape, dtype, initializer, regularizer, reuse, trainable, collections);
  }

  public VariableArguments withShape(@Nullable Shape changed) {
    return new VariableArguments(
        name, changed, dtype, initializer, regularizer, reuse, trainable, collections);
  }

  public VariableArguments withDType(DType changed) {
    return new VariableArguments(
        name, shape, changed, initializer, regularizer, reuse, trainable, collections);
  }

  public VariableArguments withInitializer(@Nullable Initializer changed) {
    return new VariableArguments(
        name, shape, dtype, changed, regularizer, reuse, trainable, collections);
  }

  public VariableArguments withRegularizer(@Nullable Regularizer changed) {
    return new VariableArguments(
        name, shape, dtype, initializer, changed, reuse, trainable, collections);
  }

  public VariableArguments withReuse(Reuse changed) {
    return new VariableArguments(
        name, shape, dtype, initializer, regularizer, changed, trainable, collections);
  }

  public VariableArguments withTrainable(boolean changed) {
    return new VariableArguments(
        name, shape, dtype, initializer, regularizer, reuse, changed, collections);
  }

  public VariableArguments withCollections(String... keys) {
    return new VariableArguments(
        name, shape, dtype, initializer, regularizer, reuse, trainable, ImmutableList.copyOf(keys));
  }
}
