package io.scopegraph.examples.ocr.geometry;

/// A place on the page, in pixels from its top left edge.
public record Point(double x, double y) {
  /// Twice the signed area of the triangle `a`, `b`, `c`: positive if it runs clockwise on the
  /// page.
  static double cross(Point a, Point b, Point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  }

  double distanceTo(Point other) {
    return Math.hypot(other.x - x, other.y - y);
  }
}
