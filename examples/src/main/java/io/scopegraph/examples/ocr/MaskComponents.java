package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the connected parts of a mask; pixels that touch by a side or a corner belong together.
final class MaskComponents {
  private final boolean[] open;
  private final int width;
  private final int height;
  private final int[] firstInRow;
  private final int[] lastInRow;
  private int[] stack = new int[1024];
  private int stackSize;

  private MaskComponents(boolean[] mask, int width, int height) {
    this.open = mask.clone();
    this.width = width;
    this.height = height;
    firstInRow = new int[height];
    lastInRow = new int[height];
  }

  /// The outlines of the parts, in the order of their first pixel row by row: for each part the
  /// outer corners of its first and last pixel in every row it has.
  ///
  /// @param limit the number of parts after which the search ends
  static List<List<Point>> outlines(boolean[] mask, int width, int height, int limit) {
    MaskComponents search = new MaskComponents(mask, width, height);
    List<List<Point>> outlines = new ArrayList<>();
    for (int pixel = 0; pixel < mask.length && outlines.size() < limit; pixel++) {
      if (search.open[pixel]) {
        outlines.add(search.outlineFrom(pixel));
      }
    }
    return outlines;
  }

  private List<Point> outlineFrom(int start) {
    int top = start / width;
    int bottom = top;
    Arrays.fill(firstInRow, Integer.MAX_VALUE);
    Arrays.fill(lastInRow, -1);
    push(start);
    while (stackSize > 0) {
      int pixel = stack[--stackSize];
      int x = pixel % width;
      int y = pixel / width;
      bottom = Math.max(bottom, y);
      firstInRow[y] = Math.min(firstInRow[y], x);
      lastInRow[y] = Math.max(lastInRow[y], x);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          if (open[ny * width + nx]) {
            push(ny * width + nx);
          }
        }
      }
    }
    List<Point> outline = new ArrayList<>();
    for (int y = top; y <= bottom; y++) {
      outline.add(new Point(firstInRow[y], y));
      outline.add(new Point(firstInRow[y], y + 1));
      outline.add(new Point(lastInRow[y] + 1, y));
      outline.add(new Point(lastInRow[y] + 1, y + 1));
    }
    return outline;
  }

  private void push(int pixel) {
    open[pixel] = false;
    if (stackSize == stack.length) {
      stack = Arrays.copyOf(stack, 2 * stackSize);
    }
    stack[stackSize++] = pixel;
  }
}
