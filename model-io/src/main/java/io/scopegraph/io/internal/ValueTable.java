package io.scopegraph.io.internal;

import io.scopegraph.graph.Value;
import io.scopegraph.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What the names of a model stand for. A constant enters the graph when something reads it as a
/// value; one that only feeds an attribute never does.
public final class ValueTable {
  private sealed interface Entry {}

  private record Known(String nodeName, Tensor tensor) implements Entry {}

  private record Computed(Value value) implements Entry {}

  private record Missing(String reason) implements Entry {}

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Value> materialised = new HashMap<>();
  private final BiFunction<String, Tensor, Value> addConstant;

  /// An empty table.
  ///
  /// @param addConstant adds a constant of the given name to the graph
  public ValueTable(BiFunction<String, Tensor, Value> addConstant) {
    this.addConstant = addConstant;
  }

  public boolean isDefined(String name) {
    return entries.containsKey(name);
  }

  /// Notes what a name stands for.
  ///
  /// @param nodeName the name that the constant gets in the graph
  public void define(String name, String nodeName, Tensor tensor) {
    entries.put(name, new Known(nodeName, tensor));
  }

  public void define(String name, Value value) {
    entries.put(name, new Computed(value));
  }

  /// Notes that a value cannot be had.
  ///
  /// @param reason empty if it has been reported already
  public void defineMissing(String name, String reason) {
    entries.put(name, new Missing(reason));
  }

  /// Why a value cannot be had; null if it can.
  public @Nullable String missing(String name) {
    return entries.get(name) instanceof Missing(String reason) ? reason : null;
  }

  /// The contents of a constant, or null.
  public @Nullable Tensor constant(String name) {
    return entries.get(name) instanceof Known known ? known.tensor() : null;
  }

  /// The value of a name that is defined and not missing.
  public Value value(String name) {
    return switch (entries.get(name)) {
      case Known(String nodeName, Tensor tensor) ->
          materialised.computeIfAbsent(name, _ -> addConstant.apply(nodeName, tensor));
      case Computed(Value value) -> value;
      case Missing missing -> throw new IllegalStateException(name + ": " + missing.reason());
      case null -> throw new IllegalStateException(name);
    };
  }
}
