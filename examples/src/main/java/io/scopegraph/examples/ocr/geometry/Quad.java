package io.scopegraph.examples.ocr.geometry;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Four corners of a text box, clockwise from the top left one as the text is read.
public record Quad(Point topLeft, Point topRight, Point bottomRight, Point bottomLeft) {
  /// An upright box between two opposite corners.
  public static Quad upright(double left, double top, double right, double bottom) {
    return new Quad(
        new Point(left, top),
        new Point(right, top),
        new Point(right, bottom),
        new Point(left, bottom));
  }

  public List<Point> corners() {
    return List.of(topLeft, topRight, bottomRight, bottomLeft);
  }

  public double left() {
    return smallest(Point::x);
  }

  public double top() {
    return smallest(Point::y);
  }

  public double right() {
    return -smallest(corner -> -corner.x());
  }

  public double bottom() {
    return -smallest(corner -> -corner.y());
  }

  /// The length of the upper side.
  public double width() {
    return topLeft.distanceTo(topRight);
  }

  /// The length of the left side.
  public double height() {
    return topLeft.distanceTo(bottomLeft);
  }

  /// True if all sides are horizontal or vertical and the first corner is the top left one.
  public boolean isUpright() {
    return topLeft.y() == topRight.y()
        && bottomLeft.y() == bottomRight.y()
        && topLeft.x() == bottomLeft.x()
        && topRight.x() == bottomRight.x()
        && topLeft.x() <= topRight.x()
        && topLeft.y() <= bottomLeft.y();
  }

  /// All coordinates multiplied.
  public Quad scaled(double factorX, double factorY) {
    return new Quad(
        scaled(topLeft, factorX, factorY),
        scaled(topRight, factorX, factorY),
        scaled(bottomRight, factorX, factorY),
        scaled(bottomLeft, factorX, factorY));
  }

  /// Corners outside of a page moved to its edge.
  public Quad clamped(int pageWidth, int pageHeight) {
    return new Quad(
        clamped(topLeft, pageWidth, pageHeight),
        clamped(topRight, pageWidth, pageHeight),
        clamped(bottomRight, pageWidth, pageHeight),
        clamped(bottomLeft, pageWidth, pageHeight));
  }

  private double smallest(ToDoubleFunction<Point> coordinate) {
    return corners().stream().mapToDouble(coordinate).min().orElseThrow();
  }

  private static Point scaled(Point corner, double factorX, double factorY) {
    return new Point(corner.x() * factorX, corner.y() * factorY);
  }

  private static Point clamped(Point corner, int pageWidth, int pageHeight) {
    return new Point(Math.clamp(corner.x(), 0, pageWidth), Math.clamp(corner.y(), 0, pageHeight));
  }
}
