package io.scopegraph.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LaneSumTest {
  @Test
  void sumsInOneOrderWhetherCompiledOrNot() {
    Random random = new Random(1);
    float[] values = new float[Lanes.COUNT];
    for (int run = 0; run < 50_000; run++) {
      for (int lane = 0; lane < values.length; lane++) {
        values[lane] = random.nextFloat() * 2 - 1;
      }
      float sum = LaneSum.of(FloatVector.fromArray(Lanes.SPECIES, values, 0));
      assertThat(Float.floatToIntBits(sum)).isEqualTo(Float.floatToIntBits(halving(values)));
    }
  }

  /// The lanes added as documented: halves onto halves.
  private static float halving(float[] values) {
    float[] sums = values.clone();
    for (int half = sums.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        sums[lane] += sums[lane + half];
      }
    }
    return sums[0];
  }
}
