package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.cpu.vector.AllKernels;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  @ParameterizedTest
  @EnumSource
  void agreesWithTheDefinition(Activation.Kind kind) {
    Activation activation = new Activation(kind, kind == Activation.Kind.CLIP ? -2.5f : 0.3f, 0.6f);
    float[] x = new float[40_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 20_000) * 0.005f;
    }
    float[] first = {};
    for (FloatKernels kernels : AllKernels.all()) {
      float[] y = x.clone();
      kernels.activate(y, 0, y.length, activation);
      for (int i = 0; i < y.length; i++) {
        double expected = ConvReference.activate(x[i], activation);
        // exp amplifies the rounding of its argument's remainder to two or three units in the last
        // place; differences from one add one of 1.
        double tolerance = 4e-7 * Math.abs(expected) + 1.2e-7;
        assertThat((double) y[i])
            .as("%s of %s, %s", kind, x[i], kernels.name())
            .isCloseTo(expected, within(tolerance));
      }
      if (first.length == 0) {
        first = y;
      }
      for (int i = 0; i < y.length; i++) {
        assertThat(y[i] == first[i]).as("%s of %s, %s", kind, x[i], kernels.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void touchesNothingOutsideItsRange(Activation.Kind kind) {
    for (FloatKernels kernels : AllKernels.all()) {
      for (int length : new int[] {0, 1, 4, 6, 13, 16, 17, 207}) {
        float[] values = new float[length + 40];
        Arrays.fill(values, -3f);
        kernels.activate(values, 20, length, new Activation(kind, 0.25f, 0.5f));
        for (int i = 0; i < 20; i++) {
          assertThat(values[i]).isEqualTo(-3f);
          assertThat(values[20 + length + i]).isEqualTo(-3f);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIP", "SIGMOID", "HARD_SIGMOID", "TANH"})
  void takesInfinitiesToItsLimits(Activation.Kind kind) {
    Activation activation = new Activation(kind, 0.3f, 0.6f);
    for (FloatKernels kernels : AllKernels.all()) {
      float[] values = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
      kernels.activate(values, 0, 2, activation);
      double low = ConvReference.activate(-1e30, activation);
      double high = ConvReference.activate(1e30, activation);
      assertThat((double) values[0]).isCloseTo(low, within(1e-7));
      assertThat((double) values[1]).isCloseTo(high, within(1e-7));
    }
  }
}
