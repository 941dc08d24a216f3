package io.scopegraph.cpu.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.scalar.ScalarKernelProvider;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every call of every exercise in both tiers, with vectors of each width.
class TierBitsTest {
  static Stream<Arguments> exercises() {
    return AllKernels.all().stream()
        .skip(1)
        .flatMap(vector -> {
          FloatKernels scalar = new ScalarKernelProvider().create(vector);
          return new TieredFloatKernels(scalar, vector)
              .tiers().stream()
                  .map(tier -> Arguments.of(vector.name(), tier.exercise(), scalar, vector));
        });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("exercises")
  void tiersGiveTheSameBits(
      String name, Exercise exercise, FloatKernels scalar, FloatKernels vector) {
    compare(exercise, scalar, vector, false);
    compare(exercise, scalar, vector, true);
  }

  private static void compare(
      Exercise exercise, FloatKernels scalar, FloatKernels vector, boolean brief) {
    float[] results = exercise.results();
    int computed = 0;
    for (int round = 0; round < exercise.rounds(); round++) {
      Arrays.fill(results, Float.NaN);
      exercise.call(scalar, round, brief);
      float[] expected = results.clone();
      for (float value : expected) {
        computed += Float.isNaN(value) ? 0 : 1;
      }
      Arrays.fill(results, Float.NaN);
      exercise.call(vector, round, brief);
      assertThat(Arrays.mismatch(results, expected))
          .as("first index where round %s differs", round)
          .isEqualTo(-1);
    }
    assertThat(computed).as("numbers computed").isGreaterThanOrEqualTo(exercise.rounds() - 1);
  }
}
