package io.scopegraph.op;

import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.SplittableRandom;

/// How a variable gets its first value. Random ones depend on nothing but their seed, so they are
/// the same everywhere.
public sealed interface InitialValue {
  /// The value, in fresh memory unless it is [Fixed].
  Tensor create(TensorSpec spec);

  /// A value known when the graph is built.
  record Fixed(Tensor value) implements InitialValue {
    public Fixed {
      value = value.asReadOnly();
    }

    @Override
    public Tensor create(TensorSpec spec) {
      return value;
    }
  }

  /// All elements equal.
  record Filled(double value) implements InitialValue {
    @Override
    public Tensor create(TensorSpec spec) {
      return Tensor.filled(spec, value);
    }
  }

  /// Uniform in [low, high).
  record Uniform(double low, double high, long seed) implements InitialValue {
    @Override
    public Tensor create(TensorSpec spec) {
      SplittableRandom random = new SplittableRandom(seed);
      Tensor tensor = Tensor.allocate(spec);
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setDouble(i, low + (high - low) * random.nextDouble());
      }
      return tensor;
    }
  }

  /// Normally distributed; `truncated` draws values beyond two standard deviations again.
  record Normal(double mean, double deviation, boolean truncated, long seed)
      implements InitialValue {
    @Override
    public Tensor create(TensorSpec spec) {
      SplittableRandom random = new SplittableRandom(seed);
      Tensor tensor = Tensor.allocate(spec);
      for (long i = 0; i < tensor.elementCount(); i++) {
        double value = gaussian(random);
        while (truncated && Math.abs(value) > 2) {
          value = gaussian(random);
        }
        tensor.setDouble(i, mean + deviation * value);
      }
      return tensor;
    }

    private static double gaussian(SplittableRandom random) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
  }
}
