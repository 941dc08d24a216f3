package io.scopegraph.cpu.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every call of every exercise, on scalar kernels and on vectors of each width.
class TierBitsTest {
  private static final FloatKernels SCALAR = AllKernels.all().getFirst();

  static List<Exercise> exercises() {
    return new TieredFloatKernels(SCALAR, AllKernels.all().getLast())
        .tiers().stream().map(Tier::exercise).toList();
  }

  @ParameterizedTest
  @MethodSource("exercises")
  void tiersGiveTheSameBits(Exercise exercise) {
    float[] results = exercise.results();
    int computed = 0;
    for (int round = 0; round < exercise.rounds(); round++) {
      Arrays.fill(results, Float.NaN);
      exercise.call(SCALAR, round);
      float[] expected = results.clone();
      for (float value : expected) {
        computed += Float.isNaN(value) ? 0 : 1;
      }
      for (FloatKernels kernels : AllKernels.all()) {
        Arrays.fill(results, Float.NaN);
        exercise.call(kernels, round);
        assertThat(results).as("%s, round %s", kernels.name(), round).isEqualTo(expected);
      }
    }
    assertThat(computed).isGreaterThanOrEqualTo(exercise.rounds() - 1);
  }
}
