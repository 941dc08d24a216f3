package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.ocr.geometry.TiltedRectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbabilityMapTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  private final float[] probabilities = new float[WIDTH * HEIGHT];

  /// A core of 40 x 10 grows by 40 * 10 * 1.5 / 100 = 6 on every side.
  @Test
  void growsACoreToABox() {
    mark(20, 30, 40, 10, 0.9f);
    assertThat(boxes(1.5)).containsExactly(Quad.upright(14, 24, 66, 46));
  }

  @Test
  void findsNothingOnAnEmptyPage() {
    mark(0, 0, WIDTH, HEIGHT, 1e-4f);
    assertThat(boxes(1.6)).isEmpty();
  }

  @Test
  void dropsThinCores() {
    mark(20, 30, 40, 2, 1);
    assertThat(boxes(1.6)).isEmpty();
    mark(20, 50, 40, 3, 1);
    assertThat(boxes(1.6)).hasSize(1);
  }

  @Test
  void dropsUncertainCores() {
    mark(20, 30, 40, 10, 0.59f);
    assertThat(boxes(1.6)).isEmpty();
    mark(20, 30, 40, 10, 0.61f);
    assertThat(boxes(1.6)).hasSize(1);
  }

  @Test
  void dropsSmallBoxes() {
    mark(20, 30, 4, 4, 1);
    assertThat(boxes(0.4)).isEmpty();
    assertThat(boxes(0.6)).hasSize(1);
  }

  @Test
  void joinsMarksThatTouchAlmostWhenThickened() {
    mark(10, 10, 20, 8, 1);
    mark(31, 10, 20, 8, 1);
    ProbabilityMap map = new ProbabilityMap(probabilities, WIDTH, HEIGHT);
    assertThat(map.boxes(1.6, false)).hasSize(2);
    assertThat(map.boxes(1.6, true)).hasSize(1);
  }

  @Test
  void averagesInsideOfATiltedRectangle() {
    mark(0, 0, 48, HEIGHT, 1);
    ProbabilityMap map = new ProbabilityMap(probabilities, WIDTH, HEIGHT);
    TiltedRectangle halfway = new TiltedRectangle(48, 32, 40, 20, 0.8, 0.6);
    assertThat(map.meanInside(halfway)).isCloseTo(0.5, within(0.02));
    assertThat(map.meanInside(new TiltedRectangle(500, 500, 4, 4, 1, 0))).isZero();
  }

  private List<Quad> boxes(double ratio) {
    return new ProbabilityMap(probabilities, WIDTH, HEIGHT).boxes(ratio, false);
  }

  private void mark(int left, int top, int width, int height, float probability) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        probabilities[y * WIDTH + x] = probability;
      }
    }
  }
}
