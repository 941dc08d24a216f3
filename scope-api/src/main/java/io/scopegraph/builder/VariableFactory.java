package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Unary;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes variables, with the ops that TensorFlow has around each.
final class VariableFactory {
  private final GraphBuilder graph;
  private final ScopeStack scopes;
  private final OperationTable operations;
  private final CollectionTable collections;
  private final InitializerOps ops;
  private final long seed;

  VariableFactory(
      GraphBuilder graph,
      ScopeStack scopes,
      OperationTable operations,
      CollectionTable collections,
      long seed) {
    this.graph = graph;
    this.scopes = scopes;
    this.operations = operations;
    this.collections = collections;
    this.ops = new InitializerOps(scopes, operations);
    this.seed = seed;
  }

  /// The first value of a variable, and the op that stands for it.
  private record Initial(TensorSpec spec, InitialValue value, Operation operation) {}

  /// Makes a variable in a name scope of its own below the current one.
  ///
  /// @param functionSpec what a function initializer is to fill; null beside a fixed value
  Variable create(
      String name,
      Initializer initializer,
      @Nullable TensorSpec functionSpec,
      boolean trainable,
      ImmutableList<String> keys) {
    try (var scope = scopes.enterName(name)) {
      String opName = scope.prefix().substring(0, scope.prefix().length() - 1);
      Initial initial = initial(opName, initializer, functionSpec);
      VariableOp op = new VariableOp(opName, initial.spec(), initial.value());
      Operation operation = operations.add(scope.prefix(), op, ImmutableList.of());
      operations.addNameOnly("Assign", "Assign", operation.outputs());
      Output written = new Output(graph, operation, 0);
      Operation read = operations.add("read", Unary.IDENTITY, ImmutableList.of(written));
      Variable variable = new Variable(operation, new Output(graph, read, 0), initial.operation());
      keys.forEach(key -> collections.add(key, variable));
      if (trainable && !keys.contains(GraphKeys.TRAINABLE_VARIABLES)) {
        collections.add(GraphKeys.TRAINABLE_VARIABLES, variable);
      }
      return variable;
    }
  }

  private Initial initial(
      String opName, Initializer initializer, @Nullable TensorSpec functionSpec) {
    return switch (initializer) {
      case Initializer.Fixed(Tensor value) ->
          new Initial(
              value.spec(),
              new InitialValue.Fixed(value),
              ops.add("initial_value", value.spec(), new InitialValue.Fixed(value)));
      case Initializer.Symbolic(Operand operand) -> symbolic(opName, operand);
      case Initializer.Function function -> {
        if (functionSpec == null) {
          throw new IllegalArgumentException(
              "The initializer of variable %s needs a shape".formatted(opName));
        }
        InitialValue value = function.create(functionSpec, seedOf(opName));
        try (var _ = scopes.enterName("Initializer")) {
          yield new Initial(
              functionSpec, value, ops.add(function.opName(value), functionSpec, value));
        }
      }
    };
  }

  private Initial symbolic(String opName, Operand operand) {
    InitialValue drawn = operand.operation().content();
    if (drawn != null) {
      return new Initial(operand.spec(), drawn, operand.operation());
    }
    Tensor value = operations.constant(operand.output());
    if (value == null) {
      throw new IllegalArgumentException(
          "The initial value of variable %s must be a constant, but %s is computed by a run"
              .formatted(opName, operand.name()));
    }
    return new Initial(value.spec(), new InitialValue.Fixed(value), operand.operation());
  }

  /// Adds the ops of a value that a function gives, in the current name scope.
  Output draw(Initializer.Function function, TensorSpec spec) {
    String name = function.opName(function.create(spec, 0));
    InitialValue value = function.create(spec, seedOf(scopes.unique(name, false)));
    return new Output(graph, ops.add(name, spec, value), 0);
  }

  /// Depends on the graph's seed and the variable's name alone.
  private long seedOf(String opName) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString(opName, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }
}
