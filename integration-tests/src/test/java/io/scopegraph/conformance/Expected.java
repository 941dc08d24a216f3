package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.function.IntToDoubleFunction;

/// An output that is right.
public final class Expected {
  private static final double FLOAT32_UNIT = 0x1p-24;

  private final TensorSpec spec;
  private final double[] values;
  private final double[] tolerances;

  private Expected(TensorSpec spec, double[] values, double[] tolerances) {
    this.spec = spec;
    this.values = values;
    this.tolerances = tolerances;
  }

  /// Exactly these values.
  public static Expected exactly(TensorSpec spec, double... values) {
    return new Expected(spec, values, new double[values.length]);
  }

  /// Results of element-wise arithmetic: relative 1e-5, the tolerance for one op between two
  /// devices, and 1e-6 for terms of about 1 that cancel; for narrower floats, one rounding.
  public static Expected elementWise(TensorSpec spec, double... values) {
    return narrowElementWise(spec, 0, values);
  }

  /// The same with a tolerance added for float16 and bfloat16 that does not depend on the
  /// magnitude.
  static Expected narrowElementWise(TensorSpec spec, double added, double... values) {
    double[] tolerances = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double magnitude = Math.abs(values[i]);
      tolerances[i] =
          switch (spec.dtype()) {
            case FLOAT32 -> 1e-5 * magnitude + 1e-6;
            case FLOAT16 -> 0x1p-11 * magnitude + 0x1p-24 + 1e-5 * magnitude;
            case BFLOAT16 -> 0x1p-8 * magnitude + 1e-30 + 1e-5 * magnitude;
            case FLOAT64 -> 1e-12 * magnitude + 1e-12;
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL -> 0;
            case COMPLEX64, COMPLEX128, STRING ->
                throw new IllegalArgumentException(spec.toString());
          };
      tolerances[i] += spec.dtype() == DType.FLOAT16 || spec.dtype() == DType.BFLOAT16 ? added : 0;
    }
    return new Expected(spec, values, tolerances);
  }

  /// Results of sums of `terms` products each: 2e-7 * sqrt(terms) * the sum of their magnitudes,
  /// and what [#elementWise] allows.
  ///
  /// @param magnitudes for each value the sum of the absolute values of its terms
  public static Expected sums(TensorSpec spec, double[] values, double[] magnitudes, long terms) {
    Expected expected = elementWise(spec, values);
    if (spec.dtype() == DType.FLOAT32
        || spec.dtype() == DType.FLOAT16
        || spec.dtype() == DType.BFLOAT16) {
      for (int i = 0; i < values.length; i++) {
        expected.tolerances[i] += 2e-7 * Math.sqrt((double) terms) * magnitudes[i];
      }
    }
    return expected;
  }

  /// These values, with one tolerance each.
  public static Expected within(TensorSpec spec, double[] values, IntToDoubleFunction tolerance) {
    double[] tolerances = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      tolerances[i] = tolerance.applyAsDouble(i) + FLOAT32_UNIT * Math.abs(values[i]);
    }
    return new Expected(spec, values, tolerances);
  }

  /// Fails unless a tensor is this output.
  public void check(String what, Tensor actual) {
    assertThat(actual.spec()).as(what).isEqualTo(spec);
    for (int i = 0; i < values.length; i++) {
      double got = actual.getDouble(i);
      double want = rounded(values[i]);
      boolean same =
          Double.isNaN(want)
              ? Double.isNaN(got)
              : got == want || Math.abs(got - want) <= tolerances[i];
      if (!same) {
        assertThat(got)
            .as("%s, element %d of %s, tolerance %s", what, i, spec, tolerances[i])
            .isEqualTo(want);
      }
    }
  }

  /// A value beyond the range of the dtype becomes infinite.
  private double rounded(double value) {
    return switch (spec.dtype()) {
      case FLOAT32 -> Double.isInfinite((float) value) ? (float) value : value;
      case FLOAT16, BFLOAT16, FLOAT64, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL ->
          value;
      case COMPLEX64, COMPLEX128, STRING -> throw new IllegalArgumentException(spec.toString());
    };
  }
}
