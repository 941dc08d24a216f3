package io.scopegraph.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which indices a slice takes.
class SliceTest {
  @ParameterizedTest
  @CsvSource({
    "5, 1, 4, 1, 1, 3",
    "5, 1, 4, 2, 1, 2",
    "5, -2, 9223372036854775807, 1, 3, 2",
    "5, -9223372036854775808, 9223372036854775807, 1, 0, 5",
    "5, 9223372036854775807, -9223372036854775808, -1, 4, 5",
    "5, 4, -9223372036854775808, -9223372036854775808, 4, 1",
    "5, 0, 5, 9223372036854775807, 0, 1",
    "5, 3, 1, 1, 3, 0",
    "5, 1, 3, -1, 1, 0",
    "5, 7, 9, 1, 5, 0",
    "0, 0, 9, 1, 0, 0",
    "0, 9, -9, -1, 0, 0"
  })
  void clampsStartAndEnd(long dim, long start, long end, long step, long first, long count) {
    Slice.Ranges ranges =
        Slice.ranges(Shape.of(dim), new long[] {start}, new long[] {end}, null, new long[] {step});

    assertThat(ranges.counts()).isEqualTo(ImmutableLongArray.of(count));
    assertThat(ranges.starts()).isEqualTo(ImmutableLongArray.of(first));
  }

  @Test
  void leavesAxesThatAreNotNamed() {
    Slice.Ranges ranges =
        Slice.ranges(Shape.of(4, 5), new long[] {1}, new long[] {3}, new long[] {-1}, null);

    assertThat(ranges.starts()).isEqualTo(ImmutableLongArray.of(0, 1));
    assertThat(ranges.steps()).isEqualTo(ImmutableLongArray.of(1, 1));
    assertThat(ranges.counts()).isEqualTo(ImmutableLongArray.of(4, 2));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithWalkingOverTheIndices(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int dim = 1 + random.nextInt(6);
      int start = random.nextInt(-9, 9);
      int end = random.nextInt(-9, 9);
      int step = (1 + random.nextInt(3)) * (random.nextBoolean() ? 1 : -1);
      Slice.Ranges ranges =
          Slice.ranges(
              Shape.of(dim), new long[] {start}, new long[] {end}, null, new long[] {step});
      List<Integer> taken = new ArrayList<>();
      for (int i = 0; i < ranges.counts().get(0); i++) {
        taken.add((int) ranges.starts().get(0) + i * step);
      }
      assertThat(taken)
          .as("%d:%d:%d of %d", start, end, step, dim)
          .isEqualTo(walk(dim, start, end, step));
    }
  }

  private static List<Integer> walk(int dim, int start, int end, int step) {
    int last = step > 0 ? dim : dim - 1;
    int from = Math.min(Math.max(start < 0 ? start + dim : start, 0), last);
    int to = Math.min(Math.max(end < 0 ? end + dim : end, step > 0 ? 0 : -1), dim);
    List<Integer> indices = new ArrayList<>();
    for (int index = from; step > 0 ? index < to : index > to; index += step) {
      indices.add(index);
    }
    return indices;
  }
}
