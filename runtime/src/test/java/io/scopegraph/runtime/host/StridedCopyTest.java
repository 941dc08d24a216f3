package io.scopegraph.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StridedCopyTest {
  /// Copies element by element through indices, for comparison.
  private static byte[] naive(
      byte[] source, int size, long[] extents, long[] from, long[] to, long start, int bytes) {
    byte[] target = new byte[bytes];
    long count = Arrays.stream(extents).reduce(1, (x, y) -> x * y);
    for (long i = 0; i < count; i++) {
      long rest = i;
      long at = start;
      long goes = 0;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        at += rest % extents[axis] * from[axis];
        goes += rest % extents[axis] * to[axis];
        rest /= extents[axis];
      }
      System.arraycopy(source, (int) at, target, (int) goes, size);
    }
    return target;
  }

  private static byte[] noise(int bytes) {
    byte[] values = new byte[bytes];
    new Random(bytes).nextBytes(values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void transposesElementsOfEverySize(int size) {
    long[] extents = {5, 3, 7};
    long[] from = {3L * size, size, 15L * size};
    long[] to = StridedCopy.denseStrides(extents, size);
    byte[] source = noise(105 * size);
    byte[] target = new byte[source.length];
    new StridedCopy(extents, size, from, to, 0, 0)
        .copy(MemorySegment.ofArray(source), MemorySegment.ofArray(target));
    assertThat(target).isEqualTo(naive(source, size, extents, from, to, 0, target.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 63, 64, 65, 200})
  void weightsGetTheirOutputChannelsLast(long outputs) {
    long[] extents = {2, 3, 5, outputs};
    long[] from = {12, 4, 24, 120};
    long[] to = StridedCopy.denseStrides(extents, 4);
    byte[] source = noise((int) (8 + 120 * outputs));
    byte[] target = new byte[(int) (120 * outputs)];
    new StridedCopy(extents, 4, from, to, 8, 0)
        .copyOnce(MemorySegment.ofArray(source), MemorySegment.ofArray(target));
    assertThat(target).isEqualTo(naive(source, 4, extents, from, to, 8, target.length));
  }

  @Test
  void reversesAndSkips() {
    long[] extents = {3, 4};
    byte[] source = noise(40);
    byte[] target = new byte[12];
    long[] from = {10, -2};
    new StridedCopy(extents, 1, from, new long[] {4, 1}, 9, 0)
        .copy(MemorySegment.ofArray(source), MemorySegment.ofArray(target));
    assertThat(target).isEqualTo(naive(source, 1, extents, from, new long[] {4, 1}, 9, 12));
  }

  @Test
  void broadcasts() {
    int[] target = new int[6];
    new StridedCopy(new long[] {2, 3}, 4, new long[] {0, 4}, new long[] {12, 4}, 4, 0)
        .copy(MemorySegment.ofArray(new int[] {9, 1, 2, 3}), MemorySegment.ofArray(target));
    assertThat(target).containsExactly(1, 2, 3, 1, 2, 3);
  }

  @Test
  void writesBesideWhatIsThere() {
    short[] target = {1, 2, 3, 4, 5, 6};
    new StridedCopy(new long[] {2, 1}, 2, new long[] {2, 2}, new long[] {6, 2}, 0, 4)
        .copy(MemorySegment.ofArray(new short[] {7, 8}), MemorySegment.ofArray(target));
    assertThat(target).containsExactly(new short[] {1, 2, 7, 4, 5, 8});
  }

  @Test
  void copiesASingleElementAndNone() {
    long[] target = {1, 2};
    long[] source = {5};
    new StridedCopy(new long[0], 8, new long[0], new long[0], 0, 8)
        .copy(MemorySegment.ofArray(source), MemorySegment.ofArray(target));
    new StridedCopy(new long[] {3, 0}, 8, new long[] {0, 8}, new long[] {0, 8}, 0, 0)
        .copy(MemorySegment.ofArray(source), MemorySegment.ofArray(target));
    assertThat(target).containsExactly(1, 5);
  }

  @Test
  void refusesToLeaveTheMemory() {
    StridedCopy copy =
        new StridedCopy(new long[] {2, 2}, 4, new long[] {4, 8}, new long[] {8, 4}, 0, 4);
    assertThatThrownBy(
            () -> copy.copy(MemorySegment.ofArray(new int[4]), MemorySegment.ofArray(new int[4])))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesOtherElements() {
    assertThatThrownBy(
            () -> new StridedCopy(new long[] {1}, 3, new long[] {3}, new long[] {3}, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 3");
  }
}
