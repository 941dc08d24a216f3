package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ocr.geometry.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskComponentsTest {
  @Test
  void joinsPixelsThatTouchByACorner() {
    assertThat(outlines("#..#", ".##.", "....", "#...")).hasSize(2);
  }

  @Test
  void givesTheOuterCornersOfEveryRow() {
    assertThat(outlines("....", ".##.", "..##"))
        .containsExactly(
            List.of(
                new Point(1, 1),
                new Point(1, 2),
                new Point(3, 1),
                new Point(3, 2),
                new Point(2, 2),
                new Point(2, 3),
                new Point(4, 2),
                new Point(4, 3)));
  }

  @Test
  void stopsAtTheLimit() {
    assertThat(MaskComponents.outlines(mask("#.#.#"), 5, 1, 2)).hasSize(2);
  }

  @Test
  void followsAPartThatFillsALargeMask() {
    boolean[] mask = mask("#".repeat(250_000));
    List<List<Point>> outlines = MaskComponents.outlines(mask, 500, 500, 10);
    assertThat(outlines).hasSize(1);
    assertThat(outlines.getFirst()).hasSize(2000);
  }

  private static List<List<Point>> outlines(String... rows) {
    return MaskComponents.outlines(mask(rows), rows[0].length(), rows.length, 100);
  }

  private static boolean[] mask(String... rows) {
    String all = String.join("", rows);
    boolean[] mask = new boolean[all.length()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = all.charAt(i) == '#';
    }
    return mask;
  }
}
