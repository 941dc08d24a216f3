package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ocr.geometry.Quad;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingOrderTest {
  @Test
  void goesByLeftEdgeWithinTenPixels() {
    Quad right = box(200, 50);
    Quad left = box(20, 59);
    Quad next = box(10, 60);
    assertThat(ReadingOrder.of(List.of(next, right, left))).containsExactly(left, right, next);
  }

  @Test
  void measuresFromTheFirstBoxOfTheRow() {
    Quad first = box(300, 0);
    Quad second = box(200, 9);
    Quad third = box(100, 18);
    assertThat(ReadingOrder.of(List.of(third, second, first)))
        .containsExactly(second, first, third);
  }

  @Test
  void acceptsNoBoxes() {
    assertThat(ReadingOrder.of(List.of())).isEmpty();
  }

  private static Quad box(double left, double top) {
    return Quad.upright(left, top, left + 50, top + 20);
  }
}
