package io.scopegraph.examples.ocr.geometry;

import java.util.List;

/// A rectangle at any angle.
///
/// @param axisX horizontal part of the unit vector along which `width` is measured; it points to
///   the right and not steeper than 45 degrees, so that `width` is the extent nearer to horizontal
/// @param axisY vertical part of that vector
public record TiltedRectangle(
    double centreX, double centreY, double width, double height, double axisX, double axisY) {

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
    return Math.max(width, height) * Math.abs(axisY) < LEVEL_DRIFT * shorterSide();
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
    double x = along * ux - across * uy;
    double y = along * uy + across * ux;
    double length = maxAlong - minAlong;
    double depth = maxAcross - minAcross;
    if (Math.abs(ux) >= Math.abs(uy)) {
      double sign = Math.signum(ux);
      return new TiltedRectangle(x, y, length, depth, sign * ux, sign * uy);
    }
    double sign = Math.signum(uy);
    return new TiltedRectangle(x, y, depth, length, sign * uy, -sign * ux);
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
        centreX, centreY, width + 2 * distance, height + 2 * distance, axisX, axisY);
  }

  public boolean contains(double x, double y) {
    double dx = x - centreX;
    double dy = y - centreY;
    return Math.abs(dx * axisX + dy * axisY) <= width / 2
        && Math.abs(dy * axisX - dx * axisY) <= height / 2;
  }

  public Quad corners() {
    return new Quad(corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1));
  }

  private Point corner(int along, int across) {
    double dx = along * width / 2;
    double dy = across * height / 2;
    return new Point(centreX + dx * axisX - dy * axisY, centreY + dx * axisY + dy * axisX);
  }
}
