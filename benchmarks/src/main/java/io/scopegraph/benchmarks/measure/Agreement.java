package io.scopegraph.benchmarks.measure;

import io.scopegraph.tensor.Tensor;
import java.util.List;

/// How far two engines' results of one run are apart: a ratio of speeds means something only if
/// both computed the same.
///
/// @param difference the largest one between two elements, by the largest magnitude of the output;
///   infinite if anything is not finite, or the shapes differ
public record Agreement(double difference) {
  /// Single precision leaves 1e-6 to 1e-5 after a deep network, Winograd's transforms a few times
  /// that; networks whose results hang on small differences, such as a recogniser of text, 4e-4.
  public static final double LIMIT = 1e-3;

  /// Compares outputs in order.
  public static Agreement of(List<Tensor> ours, List<Tensor> theirs) {
    if (ours.size() != theirs.size()) {
      return new Agreement(Double.POSITIVE_INFINITY);
    }
    double worst = 0;
    for (int i = 0; i < ours.size(); i++) {
      worst = Math.max(worst, difference(ours.get(i), theirs.get(i)));
    }
    return new Agreement(worst);
  }

  private static double difference(Tensor ours, Tensor theirs) {
    if (!ours.shape().equals(theirs.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    float[] left = ours.toFloatArray();
    float[] right = theirs.toFloatArray();
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < left.length; i++) {
      if (!Float.isFinite(left[i]) || !Float.isFinite(right[i])) {
        return Double.POSITIVE_INFINITY;
      }
      difference = Math.max(difference, Math.abs((double) left[i] - right[i]));
      magnitude = Math.max(magnitude, Math.abs(right[i]));
    }
    return difference == 0 ? 0 : difference / magnitude;
  }

  /// Whether both computed the same.
  public boolean holds() {
    return difference <= LIMIT;
  }
}
