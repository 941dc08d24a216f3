package io.scopegraph.benchmarks.measure;

import java.util.Arrays;
import java.util.Locale;

/// Several measurements of one thing.
public record Spread(double median, double least, double greatest) {
  /// The spread of one or more values; of an even number of them the median is the mean of the two
  /// in the middle.
  ///
  /// @throws IllegalArgumentException if there is no value
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("There is no median of no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /// All values times a positive factor.
  public Spread times(double factor) {
    return new Spread(median * factor, least * factor, greatest * factor);
  }

  /// `1.23 (1.10 to 1.31)`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, least, greatest);
  }
}
