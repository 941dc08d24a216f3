package io.scopegraph.examples.ocr.geometry;

import java.util.List;

/// A rectangle at any angle. The angle, in radians, is how far the width axis is turned clockwise
/// from horizontal; it lies within an eighth of a turn, so that `width` is the extent nearer to
/// horizontal.
public record TiltedRectangle(
    double centreX, double centreY, double width, double height, double angle) {

  /// A tilt that moves the far end of the longer side by less than this part of the shorter one is
  /// taken for level: the ragged outline of a level line of text must not tilt its box.
  private static final double LEVEL_DRIFT = 0.3;

  /// The rectangle of the smallest area around a convex polygon, one of whose sides it lies along;
  /// if that is almost level, the upright one.
  ///
  /// @param hull corners in order, at least one
  public static TiltedRectangle ofMinimumArea(List<Point> hull) {
    TiltedRectangle upright = around(hull, 1, 0);
    TiltedRectangle best = upright;
    for (int i = 0; i < hull.size(); i++) {
      Point from = hull.get(i);
      Point to = hull.get((i + 1) % hull.size());
      double length = from.distanceTo(to);
      if (length == 0) {
        continue;
      }
      TiltedRectangle candidate =
          around(hull, (to.x() - from.x()) / length, (to.y() - from.y()) / length);
      if (candidate.area() < best.area()) {
        best = candidate;
      }
    }
    return best.isLevel() ? upright : best;
  }

  private boolean isLevel() {
    return Math.max(width, height) * Math.abs(Math.sin(angle)) < LEVEL_DRIFT * shorterSide();
  }

  /// The rectangle around points whose sides run along the unit vector (`ux`, `uy`) and across it.
  private static TiltedRectangle around(List<Point> points, double ux, double uy) {
    double minAlong = Double.POSITIVE_INFINITY;
    double maxAlong = Double.NEGATIVE_INFINITY;
    double minAcross = Double.POSITIVE_INFINITY;
    double maxAcross = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      double along = point.x() * ux + point.y() * uy;
      double across = point.y() * ux - point.x() * uy;
      minAlong = Math.min(minAlong, along);
      maxAlong = Math.max(maxAlong, along);
      minAcross = Math.min(minAcross, across);
      maxAcross = Math.max(maxAcross, across);
    }
    double along = (minAlong + maxAlong) / 2;
    double across = (minAcross + maxAcross) / 2;
    double centreX = along * ux - across * uy;
    double centreY = along * uy + across * ux;
    double length = maxAlong - minAlong;
    double depth = maxAcross - minAcross;
    double angle = Math.atan2(uy, ux);
    int quarters = (int) Math.round(angle / (Math.PI / 2));
    double remainder = angle - quarters * (Math.PI / 2);
    return quarters % 2 == 0
        ? new TiltedRectangle(centreX, centreY, length, depth, remainder)
        : new TiltedRectangle(centreX, centreY, depth, length, remainder);
  }

  public double area() {
    return width * height;
  }

  public double shorterSide() {
    return Math.min(width, height);
  }

  /// Every side moved outwards by `area * ratio / perimeter`.
  public TiltedRectangle unclipped(double ratio) {
    double distance = width * height * ratio / (2 * (width + height));
    return new TiltedRectangle(
        centreX, centreY, width + 2 * distance, height + 2 * distance, angle);
  }

  public boolean contains(double x, double y) {
    double dx = x - centreX;
    double dy = y - centreY;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return Math.abs(dx * cos + dy * sin) <= width / 2
        && Math.abs(dy * cos - dx * sin) <= height / 2;
  }

  public Quad corners() {
    if (angle == 0) {
      return Quad.upright(
          centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2);
    }
    return new Quad(corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1));
  }

  private Point corner(int along, int across) {
    double dx = along * width / 2;
    double dy = across * height / 2;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new Point(centreX + dx * cos - dy * sin, centreY + dx * sin + dy * cos);
  }
}
