package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Quad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Sorts boxes as a page is read: rows from top to bottom, each from left to right.
final class ReadingOrder {
  /// Boxes whose top lies less than this many pixels below the first of a row belong to the row.
  private static final double ROW_TOLERANCE = 10;

  private ReadingOrder() {}

  static List<Quad> of(List<Quad> boxes) {
    List<Quad> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble(Quad::top).thenComparingDouble(Quad::left));
    int from = 0;
    while (from < sorted.size()) {
      double limit = sorted.get(from).top() + ROW_TOLERANCE;
      int to = from + 1;
      while (to < sorted.size() && sorted.get(to).top() < limit) {
        to++;
      }
      sorted.subList(from, to).sort(Comparator.comparingDouble(Quad::left));
      from = to;
    }
    return sorted;
  }
}
