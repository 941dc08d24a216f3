package io.scopegraph.examples.ocr.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvexHullTest {
  @Test
  void dropsInnerPointsAndPointsOnSides() {
    List<Point> square = List.of(point(0, 0), point(4, 0), point(4, 4), point(0, 4));
    List<Point> points = new ArrayList<>(square);
    points.addAll(List.of(point(2, 0), point(4, 2), point(1, 3), point(0, 0)));

    assertThat(ConvexHull.around(points)).containsExactlyInAnyOrderElementsOf(square);
  }

  @Test
  void runsClockwiseOnThePage() {
    List<Point> hull =
        ConvexHull.around(List.of(point(0, 0), point(4, 0), point(4, 4), point(0, 4)));
    for (int i = 0; i < 4; i++) {
      Point next = hull.get((i + 1) % 4);
      assertThat(Point.cross(hull.get(i), next, hull.get((i + 2) % 4))).isPositive();
    }
  }

  @Test
  void keepsTheEndsOfALineAndASinglePoint() {
    assertThat(ConvexHull.around(List.of(point(1, 1), point(3, 3), point(2, 2))))
        .containsExactlyInAnyOrder(point(1, 1), point(3, 3));
    assertThat(ConvexHull.around(List.of(point(7, 5), point(7, 5)))).containsExactly(point(7, 5));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsEveryPoint(long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      points.add(point(random.nextInt(50), random.nextInt(30)));
    }
    List<Point> hull = ConvexHull.around(points);
    for (int i = 0; i < hull.size(); i++) {
      Point from = hull.get(i);
      Point to = hull.get((i + 1) % hull.size());
      assertThat(points).allMatch(point -> Point.cross(from, to, point) >= 0);
    }
  }

  private static Point point(double x, double y) {
    return new Point(x, y);
  }
}
