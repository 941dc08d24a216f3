package io.scopegraph.builder;

import io.scopegraph.op.InitialValue;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Writes the ops by which TensorFlow fills a variable, in the current name scope. They are there
/// for their names, and give the values that TensorFlow's would.
final class InitializerOps {
  private final ScopeStack scopes;
  private final OperationTable operations;

  InitializerOps(ScopeStack scopes, OperationTable operations) {
    this.scopes = scopes;
    this.operations = operations;
  }

  /// Adds the ops of a value.
  ///
  /// @return the op that gives it
  Operation add(String name, TensorSpec spec, InitialValue value) {
    return switch (value) {
      case InitialValue.Fixed _, InitialValue.Filled _ ->
          operations.addValue(name, "Const", spec, value);
      case InitialValue.Uniform(double low, double high, long seed) -> {
        try (var scope = scopes.enterName(name)) {
          shape(spec.shape());
          number("min", spec.dtype(), low);
          number("max", spec.dtype(), high);
          operations.addValue(
              "RandomUniform", "RandomUniform", spec, new InitialValue.Uniform(0, 1, seed));
          operations.addValue(
              "sub", "Sub", spec.withShape(Shape.scalar()), new InitialValue.Filled(high - low));
          operations.addValue("mul", "Mul", spec, new InitialValue.Uniform(0, high - low, seed));
          yield operations.addValue(scope.prefix(), "Add", spec, value);
        }
      }
      case InitialValue.Normal(double mean, double deviation, boolean truncated, long seed) -> {
        String source = truncated ? "TruncatedNormal" : "RandomStandardNormal";
        try (var scope = scopes.enterName(name)) {
          shape(spec.shape());
          number("mean", spec.dtype(), mean);
          number("stddev", spec.dtype(), deviation);
          operations.addValue(source, source, spec, new InitialValue.Normal(0, 1, truncated, seed));
          operations.addValue(
              "mul", "Mul", spec, new InitialValue.Normal(0, deviation, truncated, seed));
          yield operations.addValue(scope.prefix(), "Add", spec, value);
        }
      }
    };
  }

  private void shape(Shape shape) {
    int[] dims = Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray();
    Tensor value = Tensor.ofInts(Shape.of(dims.length), dims);
    operations.addValue("shape", "Const", value.spec(), new InitialValue.Fixed(value));
  }

  private void number(String name, DType dtype, double value) {
    TensorSpec spec = new TensorSpec(dtype, Shape.scalar());
    operations.addValue(name, "Const", spec, new InitialValue.Filled(value));
  }
}
