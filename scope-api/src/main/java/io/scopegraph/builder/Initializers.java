package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.InitialValue;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// The usual [initializers][Initializer].
public final class Initializers {
  private Initializers() {}

  /// A function with the names of its ops.
  private record Named(OpNames opNames, Initializer.Function function)
      implements Initializer.Function {
    @Override
    public InitialValue create(TensorSpec spec, long seed) {
      return function.create(spec, seed);
    }
  }

  private static Initializer.Function filled(String name, double value) {
    return new Named(
        Initializer.OpNames.of(name, "Const"), (_, _) -> new InitialValue.Filled(value));
  }

  public static Initializer zeros() {
    return filled("zeros", 0);
  }

  public static Initializer ones() {
    return filled("ones", 1);
  }

  /// A function that gives all elements one value; the shape must be given. A single number as the
  /// variable itself is [#value(float)].
  public static Initializer constant(double value) {
    return filled("Const", value);
  }

  /// A fixed number, which makes the variable a float32 scalar.
  public static Initializer value(float value) {
    return value(Tensor.scalar(value));
  }

  /// A fixed number, which makes the variable an int32 scalar.
  public static Initializer value(int value) {
    return value(Tensor.scalar(value));
  }

  /// A fixed value, which settles the shape and the element type of the variable.
  public static Initializer value(Tensor value) {
    return new Initializer.Fixed(value);
  }

  /// The value of a constant op, which settles the shape and the element type of the variable.
  public static Initializer value(Operand value) {
    return new Initializer.Symbolic(value);
  }

  /// Uniform in [-L, L) with L = sqrt(6 / (fanIn + fanOut)), the default for floating-point types.
  public static Initializer glorotUniform() {
    return random(
        "random_uniform",
        ImmutableList.of("shape", "min", "max", "RandomUniform", "sub", "mul"),
        (spec, seed) -> {
          double limit = Math.sqrt(6 / fans(spec.shape()));
          return new InitialValue.Uniform(-limit, limit, seed);
        });
  }

  /// Uniform in [low, high).
  public static Initializer randomUniform(double low, double high) {
    return random(
        "random_uniform",
        ImmutableList.of("shape", "min", "max", "RandomUniform", "sub", "mul"),
        (_, seed) -> new InitialValue.Uniform(low, high, seed));
  }

  /// Normally distributed.
  public static Initializer randomNormal(double mean, double deviation) {
    return random(
        "random_normal",
        ImmutableList.of("shape", "mean", "stddev", "RandomStandardNormal", "mul"),
        (_, seed) -> new InitialValue.Normal(mean, deviation, false, seed));
  }

  /// Normally distributed, values beyond two standard deviations drawn again.
  public static Initializer truncatedNormal(double mean, double deviation) {
    return random(
        "truncated_normal",
        ImmutableList.of("shape", "mean", "stddev", "TruncatedNormal", "mul"),
        (_, seed) -> new InitialValue.Normal(mean, deviation, true, seed));
  }

  private static Initializer random(
      String name, ImmutableList<String> steps, Initializer.Function function) {
    return new Named(new Initializer.OpNames(name, "Add", steps), function);
  }

  /// What a variable holds if nobody says: Glorot uniform for floating-point types, else zeros.
  static Initializer defaultFor(DType dtype) {
    return dtype.isFloating() ? glorotUniform() : zeros();
  }

  /// The number of inputs and of outputs of a unit, added, for a filter of layout (..., in, out).
  private static double fans(Shape shape) {
    return switch (shape.rank()) {
      case 0 -> 2;
      case 1 -> 2.0 * shape.dim(0);
      default -> {
        double receptiveField = shape.elementCount(0, shape.rank() - 2);
        yield (shape.dim(-2) + (double) shape.dim(-1)) * receptiveField;
      }
    };
  }
}
