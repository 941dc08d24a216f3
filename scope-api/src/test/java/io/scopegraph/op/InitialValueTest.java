package io.scopegraph.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/// First values of variables.
class InitialValueTest {
  private static final TensorSpec MANY = OpCases.spec(100, 100);

  @Test
  void aSeedGivesTheSameNumbersEverywhere() {
    Tensor uniform = new InitialValue.Uniform(-1, 1, 42).create(OpCases.spec(3));

    assertThat(uniform).isEqualTo(new InitialValue.Uniform(-1, 1, 42).create(OpCases.spec(3)));
    assertThat(uniform).isNotEqualTo(new InitialValue.Uniform(-1, 1, 43).create(OpCases.spec(3)));
    // The numbers of SplitMix64 for seed 42, scaled to [-1, 1).
    assertThat(uniform.toFloatArray()).containsExactly(0.48312977f, -0.68017924f, -0.44279775f);
  }

  @Test
  void uniformValuesLieInTheirBounds() {
    Tensor values = new InitialValue.Uniform(-0.5, 0.25, 1).create(MANY);

    assertThat(elements(values)).allMatch(value -> value >= -0.5 && value < 0.25);
    // The mean of n uniform values deviates by (high - low) / sqrt(12 n) = 0.0022; five times that.
    assertThat(elements(values).average().orElseThrow()).isBetween(-0.136, -0.114);
  }

  @Test
  void truncatedNormalValuesLieWithinTwoDeviations() {
    Tensor values = new InitialValue.Normal(1, 0.5, true, 1).create(MANY);

    assertThat(elements(values)).allMatch(value -> value >= 0 && value <= 2);
  }

  @Test
  void normalValuesHaveTheirMeanAndDeviation() {
    Tensor values = new InitialValue.Normal(1, 0.5, false, 1).create(MANY);

    double mean = elements(values).average().orElseThrow();
    double variance = elements(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    // Standard errors with n = 10000: 0.5 / 100 of the mean, 0.25 * sqrt(2) / 100 of the variance.
    assertThat(mean).isBetween(0.975, 1.025);
    assertThat(variance).isBetween(0.232, 0.268);
    assertThat(elements(values)).anyMatch(value -> value > 2);
  }

  @Test
  void aFixedValueIsNotCopied() {
    Tensor value = Tensor.scalar(3f);

    assertThat(new InitialValue.Fixed(value).create(value.spec())).isEqualTo(value);
    assertThat(new InitialValue.Filled(2).create(OpCases.spec(2)).toFloatArray())
        .containsExactly(2, 2);
  }

  private static DoubleStream elements(Tensor tensor) {
    return DoubleStream.iterate(0, i -> i + 1)
        .limit(tensor.elementCount())
        .map(i -> tensor.getDouble((long) i));
  }
}
