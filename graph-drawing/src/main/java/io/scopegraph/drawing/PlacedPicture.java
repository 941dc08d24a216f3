package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/// A view whose boxes and edges have places. Coordinates are pixels from the top left corner.
///
/// @param boxes the place of every leaf and every open scope but the root
/// @param wires the edges in pieces
record PlacedPicture(
    PictureView view,
    double width,
    double height,
    ImmutableMap<Box, Area> boxes,
    ImmutableList<Wire> wires) {

  /// A rectangle.
  record Area(double x, double y, double width, double height) {
    boolean contains(Area inner) {
      return inner.x >= x
          && inner.y >= y
          && inner.x + inner.width <= x + width
          && inner.y + inner.height <= y + height;
    }

    boolean overlaps(Area other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  record Point(double x, double y) {}

  /// A piece of an edge, or of several that share it, from one border of a box to another.
  ///
  /// @param edges those that run along here, at least one
  /// @param points at least two; all lines between them are horizontal or vertical
  /// @param from the box that it leaves, or whose border it passes on the way in
  /// @param to the box that it reaches, or whose border it passes on the way out
  /// @param label where the label goes, with what it says; null if another piece has it
  record Wire(
      ImmutableList<MergedEdge> edges,
      ImmutableList<Point> points,
      Box from,
      Box to,
      @Nullable Label label) {

    /// True if the edge ends here, at its target.
    boolean isLast() {
      return edges.stream().anyMatch(edge -> edge.target().equals(to));
    }
  }

  /// A text and the left end of its base line.
  record Label(String text, double x, double y) {}
}
