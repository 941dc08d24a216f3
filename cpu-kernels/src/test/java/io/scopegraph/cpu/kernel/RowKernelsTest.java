package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.cpu.vector.AllKernels;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector loops against the scalar ones, at places that are not aligned.
class RowKernelsTest {
  private static final int GUARD = 5;
  private static final RowKernels SCALAR = AllKernels.all().getFirst().rows();

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6, 13, 207, 702, 2046, 4098})
  void elementWiseLoopsGiveTheSameBits(int size) {
    float[] x = draw(size, 1);
    float[] y = draw(size, 2);
    for (FloatKernels kernels : AllKernels.all()) {
      for (BinaryFunction function : BinaryFunction.values()) {
        if (function.kind() == BinaryFunction.Kind.ARITHMETIC) {
          float[] expected = new float[x.length];
          float[] actual = new float[x.length];
          SCALAR.binary(function, x, GUARD, y, GUARD, expected, GUARD, size);
          kernels.rows().binary(function, x, GUARD, y, GUARD, actual, GUARD, size);
          assertThat(actual).as("%s, %s", function, kernels.name()).isEqualTo(expected);
        }
      }
      for (UnaryFunction function : UnaryFunction.values()) {
        if (function != UnaryFunction.NOT) {
          float[] expected = x.clone();
          float[] actual = x.clone();
          SCALAR.unary(function, 0.5f, 2, expected, GUARD, size);
          kernels.rows().unary(function, 0.5f, 2, actual, GUARD, size);
          assertThat(actual).as("%s, %s", function, kernels.name()).isEqualTo(expected);
        }
      }
      float[] expected = y.clone();
      float[] actual = y.clone();
      SCALAR.addScaled(x, GUARD, 0.3f, expected, GUARD, size);
      kernels.rows().addScaled(x, GUARD, 0.3f, actual, GUARD, size);
      SCALAR.scaleShift(expected, GUARD, 1.7f, -0.1f, expected, GUARD, size);
      kernels.rows().scaleShift(actual, GUARD, 1.7f, -0.1f, actual, GUARD, size);
      SCALAR.scaleShift(expected, GUARD, x, GUARD, y, GUARD, expected, GUARD, size);
      kernels.rows().scaleShift(actual, GUARD, x, GUARD, y, GUARD, actual, GUARD, size);
      assertThat(actual).as(kernels.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6, 13, 207, 702, 2046, 4098})
  void statisticsAgreeWithTheirDefinitions(int size) {
    float[] x = draw(size, 3);
    double sum = 0;
    double magnitude = 0;
    float most = Float.NEGATIVE_INFINITY;
    float least = Float.POSITIVE_INFINITY;
    for (int i = GUARD; i < GUARD + size; i++) {
      sum += x[i];
      magnitude += Math.abs(x[i]);
      most = Math.max(most, x[i]);
      least = Math.min(least, x[i]);
    }
    for (FloatKernels kernels : AllKernels.all()) {
      RowKernels rows = kernels.rows();
      double error = Math.abs(rows.sum(x, GUARD, size) - sum);
      assertThat(error).as(kernels.name()).isLessThanOrEqualTo(2e-7 * Math.sqrt(size) * magnitude);
      assertThat(rows.sum(x, GUARD, size)).as(kernels.name()).isEqualTo(SCALAR.sum(x, GUARD, size));
      assertThat(rows.maximum(x, GUARD, size)).isEqualTo(most);
      assertThat(rows.minimum(x, GUARD, size)).isEqualTo(least);
      float[] broken = x.clone();
      broken[GUARD + size / 2] = Float.NaN;
      assertThat(rows.maximum(broken, GUARD, size)).isNaN();
      assertThat(rows.minimum(broken, GUARD, size)).isNaN();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-30f, 0.3f, 1, 20, 88.7f, 89, 200, Float.POSITIVE_INFINITY})
  void exponentialIsWithinThreeUnitsInTheLastPlace(float bound) {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      float x =
          i == 0 ? bound : i == 1 ? -bound : (random.nextFloat() * 2 - 1) * Math.min(bound, 104);
      double expected = Math.exp(x);
      float rounded = (float) expected;
      double tolerance = Float.isInfinite(rounded) ? 0 : 3 * Math.ulp(rounded);
      float actual = ErrorFunction.exp(x);
      boolean right = actual == rounded || Math.abs(actual - expected) <= tolerance;
      assertThat(right).as("exp(%s) = %s, expected %s", x, actual, expected).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.01f, 0.5f, 0.84f, 0.999f, 1, 1.5f, 2, 3, 3.9f, 4, 50})
  void errorFunctionIsWithinThreeUnitsInTheLastPlace(float x) {
    // The Maclaurin series, all of whose terms have one sign once exp(-x^2) is taken out.
    double term = x;
    double sum = x;
    for (int odd = 3; term > sum * 1e-17; odd += 2) {
      term *= 2.0 * x * x / odd;
      sum += term;
    }
    double expected = x > 6 ? 1 : 2 / Math.sqrt(Math.PI) * Math.exp(-(double) x * x) * sum;
    assertThat(Math.abs(ErrorFunction.erf(x) - expected))
        .isLessThanOrEqualTo(3.0 * Math.ulp((float) expected));
    assertThat(ErrorFunction.erf(-x)).isEqualTo(-ErrorFunction.erf(x));
  }

  private static float[] draw(int size, int stream) {
    Random random = new Random(31L * size + stream);
    float[] values = new float[GUARD + size + GUARD];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 8 - 4;
    }
    if (size > 4) {
      values[GUARD + 1] = Float.NaN;
      values[GUARD + 2] = -0f;
      values[GUARD + 3] = stream == 3 ? 7 : 100;
    }
    if (stream == 3 && size > 4) {
      values[GUARD + 1] = -5;
    }
    return values;
  }
}
