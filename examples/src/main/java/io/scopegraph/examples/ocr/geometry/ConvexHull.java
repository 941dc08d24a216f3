package io.scopegraph.examples.ocr.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The smallest convex polygon around a set of points.
public final class ConvexHull {
  private ConvexHull() {}

  /// The corners in clockwise order on the page, without points in the middle of a side. Points
  /// that all lie on one line give its two ends; a single place gives one point.
  public static List<Point> around(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
            .toList();
    if (sorted.size() < 3) {
      return sorted;
    }
    List<Point> hull = chain(sorted);
    hull.removeLast();
    List<Point> back = chain(sorted.reversed());
    back.removeLast();
    hull.addAll(back);
    return hull;
  }

  /// Keeps the points of one side of the hull, walking from the first to the last.
  private static List<Point> chain(List<Point> sorted) {
    List<Point> chain = new ArrayList<>();
    for (Point point : sorted) {
      while (chain.size() >= 2
          && Point.cross(chain.get(chain.size() - 2), chain.getLast(), point) <= 0) {
        chain.removeLast();
      }
      chain.add(point);
    }
    return chain;
  }
}
