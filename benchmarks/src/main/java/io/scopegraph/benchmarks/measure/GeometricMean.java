package io.scopegraph.benchmarks.measure;

import java.util.Collection;

/// The mean of ratios: twice as fast here and half as fast there is as fast.
public final class GeometricMean {
  private GeometricMean() {}

  /// The mean of one or more ratios.
  ///
  /// @throws IllegalArgumentException if there is no value, or one that is not positive
  public static double of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("There is no mean of no values");
    }
    double logarithms = 0;
    for (double value : values) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("A ratio must be positive, found " + value);
      }
      logarithms += Math.log(value);
    }
    return Math.exp(logarithms / values.size());
  }
}
