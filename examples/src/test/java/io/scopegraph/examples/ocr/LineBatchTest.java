package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBatchTest {
  @Test
  void readsEqualLinesTogether() {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      widths.add(500 + i);
    }
    List<LineBatch> batches = LineBatch.distribute(widths);
    assertThat(batches).extracting(LineBatch::size).containsExactly(8, 8, 4);
    assertThat(batches).extracting(LineBatch::width).containsExactly(576, 512, 512);
  }

  @Test
  void fillsAtMostAQuarterWithEmptyImages() {
    assertThat(LineBatch.distribute(List.of(300, 300, 300)))
        .containsExactly(new LineBatch(4, 320, List.of(0, 1, 2)));
    assertThat(LineBatch.distribute(List.of(300, 300)))
        .containsExactly(new LineBatch(2, 320, List.of(0, 1)));
  }

  @Test
  void leavesNarrowLinesToTheNextBatch() {
    assertThat(LineBatch.distribute(List.of(200, 640)))
        .containsExactly(new LineBatch(1, 640, List.of(1)), new LineBatch(1, 224, List.of(0)));
  }

  @Test
  void readsVeryLongLinesInSmallBatches() {
    assertThat(LineBatch.distribute(List.of(3200, 3200, 3200, 3200)))
        .extracting(LineBatch::size)
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void acceptsNoLines() {
    assertThat(LineBatch.distribute(List.of())).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void placesEveryLineOnceIntoAFewShapes(long seed) {
    Random random = new Random(seed);
    List<Integer> widths = new ArrayList<>();
    for (int i = random.nextInt(300); i >= 0; i--) {
      widths.add(16 + random.nextInt(1500));
    }
    Set<Integer> seen = new HashSet<>();
    Set<List<Integer>> shapes = new HashSet<>();
    for (LineBatch batch : LineBatch.distribute(widths)) {
      shapes.add(List.of(batch.size(), batch.width()));
      assertThat(batch.size()).isIn(1, 2, 4, 8);
      assertThat(batch.lines().size()).isBetween((batch.size() * 3 + 3) / 4, batch.size());
      for (int line : batch.lines()) {
        assertThat(seen.add(line)).isTrue();
        assertThat(widths.get(line)).isLessThanOrEqualTo(batch.width());
        assertThat(batch.width() - widths.get(line))
            .isLessThanOrEqualTo(Math.max(80, (int) (0.18 * batch.width())));
      }
    }
    assertThat(seen).hasSize(widths.size());
    assertThat(shapes).hasSizeLessThanOrEqualTo(60);
  }
}
