package io.scopegraph.builder;

import io.scopegraph.op.InitialValue;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// The usual [initializers][Initializer].
///
/// Random ones depend on the builder's seed and the variable's name alone, so that they are the
/// same on all machines.
public final class Initializers {
  /// The standard deviation of a standard normal distribution cut off at two standard deviations.
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  private Initializers() {}

  /// Which units of a weight scale its variance.
  public enum Fan {
    /// The inputs of a unit.
    IN,
    /// The outputs of a unit.
    OUT,
    /// The mean of both.
    AVERAGE
  }

  /// How a scaled variance is distributed.
  public enum Distribution {
    UNIFORM,
    NORMAL,
    /// Normal, values beyond two standard deviations drawn again, at the same variance.
    TRUNCATED_NORMAL
  }

  /// A value that is the same everywhere, under the name of its op.
  private record Everywhere(String name, double value) implements Initializer.Function {
    @Override
    public InitialValue create(TensorSpec spec, long seed) {
      return new InitialValue.Filled(value);
    }

    @Override
    public String opName(InitialValue created) {
      return name;
    }
  }

  public static Initializer zeros() {
    return new Everywhere("zeros", 0);
  }

  public static Initializer ones() {
    return new Everywhere("ones", 1);
  }

  /// A function that gives all elements one value; the shape must be given. A single number as the
  /// variable itself is [#value(float)].
  public static Initializer constant(double value) {
    return new Everywhere("Const", value);
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
    return varianceScaling(1, Fan.AVERAGE, Distribution.UNIFORM);
  }

  /// Truncated normal of variance 2 / (fanIn + fanOut).
  public static Initializer glorotNormal() {
    return varianceScaling(1, Fan.AVERAGE, Distribution.TRUNCATED_NORMAL);
  }

  /// Uniform in [-L, L) with L = sqrt(6 / fanIn).
  public static Initializer heUniform() {
    return varianceScaling(2, Fan.IN, Distribution.UNIFORM);
  }

  /// Truncated normal of variance 2 / fanIn.
  public static Initializer heNormal() {
    return varianceScaling(2, Fan.IN, Distribution.TRUNCATED_NORMAL);
  }

  /// Values of mean 0 and variance scale / n, where n counts the units by the shape: of a vector
  /// its extent, of a filter (..., in, out) its in or out times the extents before.
  ///
  /// @throws IllegalArgumentException if the scale is not positive
  public static Initializer varianceScaling(double scale, Fan fan, Distribution distribution) {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("`scale` must be positive float, found " + scale);
    }
    return (Initializer.Function)
        (spec, seed) -> {
          double variance = scale / Math.max(1, fanCount(spec.shape(), fan));
          double deviation = Math.sqrt(variance);
          return switch (distribution) {
            case UNIFORM -> {
              double limit = Math.sqrt(3 * variance);
              yield new InitialValue.Uniform(-limit, limit, seed);
            }
            case NORMAL -> new InitialValue.Normal(0, deviation, false, seed);
            case TRUNCATED_NORMAL ->
                new InitialValue.Normal(0, deviation / TRUNCATED_DEVIATION, true, seed);
          };
        };
  }

  /// Uniform in [low, high).
  public static Initializer randomUniform(double low, double high) {
    return (Initializer.Function) (_, seed) -> new InitialValue.Uniform(low, high, seed);
  }

  /// Normally distributed.
  public static Initializer randomNormal(double mean, double deviation) {
    return (Initializer.Function)
        (_, seed) -> new InitialValue.Normal(mean, deviation, false, seed);
  }

  /// Normally distributed, values beyond two standard deviations drawn again.
  public static Initializer truncatedNormal(double mean, double deviation) {
    return (Initializer.Function) (_, seed) -> new InitialValue.Normal(mean, deviation, true, seed);
  }

  /// What a variable holds if nobody says: Glorot uniform for floating-point types, zeros for
  /// integers, bool and strings, nothing for complex numbers.
  static @Nullable Initializer defaultFor(DType dtype) {
    if (dtype.isFloating()) {
      return glorotUniform();
    }
    return dtype.isNumeric() || dtype == DType.STRING ? zeros() : null;
  }

  private static double fanCount(Shape shape, Fan fan) {
    return switch (fan) {
      case IN -> fanIn(shape);
      case OUT -> fanOut(shape);
      case AVERAGE -> (fanIn(shape) + fanOut(shape)) / 2;
    };
  }

  private static double fanIn(Shape shape) {
    return shape.rank() < 2 ? fanOut(shape) : shape.dim(-2) * receptiveField(shape);
  }

  private static double fanOut(Shape shape) {
    return switch (shape.rank()) {
      case 0 -> 1;
      case 1 -> shape.dim(0);
      default -> shape.dim(-1) * receptiveField(shape);
    };
  }

  private static double receptiveField(Shape shape) {
    return shape.elementCount(0, shape.rank() - 2);
  }
}
