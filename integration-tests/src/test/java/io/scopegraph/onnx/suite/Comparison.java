package io.scopegraph.onnx.suite;

import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The suites' rule: equal shape and dtype, floats within 1e-7 plus a thousandth, all else equal.
final class Comparison {
  private static final double ABSOLUTE = 1e-7;
  private static final double RELATIVE = 1e-3;

  private Comparison() {}

  /// What differs, or null.
  static @Nullable String problem(Tensor got, Tensor want) {
    if (!got.spec().equals(want.spec())) {
      return "expected %s, got %s".formatted(want.spec(), got.spec());
    }
    for (long i = 0; i < want.elementCount(); i++) {
      boolean equal =
          want.dtype().isFloating()
              ? isClose(got.getDouble(i), want.getDouble(i))
              : got.getLong(i) == want.getLong(i);
      if (!equal) {
        return "element %d: expected %s, got %s".formatted(i, want.getDouble(i), got.getDouble(i));
      }
    }
    return null;
  }

  private static boolean isClose(double got, double want) {
    if (Double.isNaN(want) || Double.isInfinite(want)) {
      return Double.compare(got, want) == 0;
    }
    return Math.abs(got - want) <= ABSOLUTE + RELATIVE * Math.abs(want);
  }
}
