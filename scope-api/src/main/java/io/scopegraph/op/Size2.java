package io.scopegraph.op;

/// A pair of numbers for the two spatial axes: a stride, a dilation, a window.
public record Size2(int height, int width) {
  public static final Size2 ONE = new Size2(1, 1);

  public static Size2 of(int both) {
    return new Size2(both, both);
  }

  boolean isPositive() {
    return height > 0 && width > 0;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
