package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// The arguments of [GraphBuilder#getVariable(VariableRequest)]. What is null follows from the
/// scope or the initializer.
///
/// @param name relative to the variable scope
/// @param regularizer makes a loss of a new variable
/// @param getter replaces the getters of the scopes
/// @param trainable whether the variable is added to the trainable ones
/// @param collections where a new variable is added
public record VariableRequest(
    String name,
    @Nullable Shape shape,
    @Nullable DType dtype,
    @Nullable Initializer initializer,
    @Nullable Regularizer regularizer,
    @Nullable VariableGetter getter,
    boolean trainable,
    ImmutableList<String> collections) {
  /// A request for a trainable, global variable of which only the name is given.
  public static VariableRequest named(String name) {
    return new VariableRequest(
        name, null, null, null, null, null, true, ImmutableList.of(GraphKeys.GLOBAL_VARIABLES));
  }

  public VariableRequest withShape(@Nullable Shape changed) {
    return new VariableRequest(
        name, changed, dtype, initializer, regularizer, getter, trainable, collections);
  }

  public VariableRequest withDType(@Nullable DType changed) {
    return new VariableRequest(
        name, shape, changed, initializer, regularizer, getter, trainable, collections);
  }

  public VariableRequest withInitializer(@Nullable Initializer changed) {
    return new VariableRequest(
        name, shape, dtype, changed, regularizer, getter, trainable, collections);
  }

  public VariableRequest withRegularizer(@Nullable Regularizer changed) {
    return new VariableRequest(
        name, shape, dtype, initializer, changed, getter, trainable, collections);
  }

  public VariableRequest withGetter(@Nullable VariableGetter changed) {
    return new VariableRequest(
        name, shape, dtype, initializer, regularizer, changed, trainable, collections);
  }

  public VariableRequest withTrainable(boolean changed) {
    return new VariableRequest(
        name, shape, dtype, initializer, regularizer, getter, changed, collections);
  }

  /// Replaces the collections; a trainable variable is added to the trainable ones all the same.
  public VariableRequest withCollections(String... keys) {
    return new VariableRequest(
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        getter,
        trainable,
        ImmutableList.copyOf(keys));
  }

  /// A request for a variable that is not trainable, and local instead of global.
  public VariableRequest local() {
    ImmutableList.Builder<String> keys = ImmutableList.builder();
    collections.stream().filter(key -> !key.equals(GraphKeys.GLOBAL_VARIABLES)).forEach(keys::add);
    keys.add(GraphKeys.LOCAL_VARIABLES);
    return new VariableRequest(
        name, shape, dtype, initializer, regularizer, getter, false, keys.build());
  }
}
