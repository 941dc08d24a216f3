package io.scopegraph.examples.ocr.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiltedRectangleTest {
  private static final Offset<Double> ROUNDING = within(1e-9);

  @ParameterizedTest
  @CsvSource({"100, 10, 12", "100, 10, -30", "100, 10, 44", "10, 100, 20", "60, 40, -44"})
  void findsARectangleAgain(double width, double height, double degrees) {
    TiltedRectangle drawn = tilted(70, 50, width, height, degrees);

    TiltedRectangle found =
        TiltedRectangle.ofMinimumArea(ConvexHull.around(drawn.corners().corners()));

    assertThat(found.centreX()).isCloseTo(70, ROUNDING);
    assertThat(found.centreY()).isCloseTo(50, ROUNDING);
    assertThat(found.width()).isCloseTo(width, ROUNDING);
    assertThat(found.height()).isCloseTo(height, ROUNDING);
    assertThat(found.axisX()).isCloseTo(drawn.axisX(), ROUNDING);
    assertThat(found.axisY()).isCloseTo(drawn.axisY(), ROUNDING);
  }

  @Test
  void leavesALevelLineWithARaggedEndUpright() {
    List<Point> outline =
        List.of(new Point(0, 1), new Point(200, 0), new Point(200, 11), new Point(0, 12));

    TiltedRectangle found = TiltedRectangle.ofMinimumArea(ConvexHull.around(outline));

    assertThat(found).isEqualTo(new TiltedRectangle(100, 6, 200, 12, 1, 0));
  }

  /// `d = w*h*r / (2*(w+h))`: 100 * 20 * 1.5 / 240 = 12.5 on every side.
  @Test
  void unclipsByAreaOverPerimeter() {
    TiltedRectangle grown = new TiltedRectangle(0, 0, 100, 20, 0.8, 0.6).unclipped(1.5);
    assertThat(grown).isEqualTo(new TiltedRectangle(0, 0, 125, 45, 0.8, 0.6));
  }

  @Test
  void namesCornersClockwiseFromTheTopLeft() {
    Quad quad = tilted(0, 0, 20, 10, 30).corners();
    double cos = Math.cos(Math.toRadians(30));
    double sin = 0.5;
    assertThat(quad.topLeft().x()).isCloseTo(-10 * cos + 5 * sin, ROUNDING);
    assertThat(quad.topLeft().y()).isCloseTo(-10 * sin - 5 * cos, ROUNDING);
    assertThat(quad.topRight().x()).isCloseTo(10 * cos + 5 * sin, ROUNDING);
    assertThat(quad.topRight().y()).isCloseTo(10 * sin - 5 * cos, ROUNDING);
    assertThat(quad.width()).isCloseTo(20, ROUNDING);
    assertThat(quad.height()).isCloseTo(10, ROUNDING);
    assertThat(quad.isUpright()).isFalse();
  }

  @Test
  void knowsWhatLiesInside() {
    TiltedRectangle rectangle = tilted(10, 10, 20, 4, 45);
    assertThat(rectangle.contains(16, 16)).isTrue();
    assertThat(rectangle.contains(16, 4)).isFalse();
    assertThat(rectangle.contains(18, 18)).isFalse();
  }

  private static TiltedRectangle tilted(
      double x, double y, double width, double height, double degrees) {
    double angle = Math.toRadians(degrees);
    return new TiltedRectangle(x, y, width, height, Math.cos(angle), Math.sin(angle));
  }
}
