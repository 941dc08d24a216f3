package io.scopegraph.op;

import io.scopegraph.tensor.Shape;

/// How the spatial borders of a convolution or pooling window are extended.
///
/// `SAME_UPPER` is TensorFlow's and ONNX's rule: the output has ceil(input / stride) cells, and an
/// odd padding cell goes to the end; `SAME_LOWER` puts it to the beginning. The four numbers matter
/// for `EXPLICIT` only.
///
/// - C1: the numbers lie in [0, 2^30), so that two of them can be added.
/// - C2: only `EXPLICIT` has numbers.
public record Padding(Kind kind, int top, int left, int bottom, int right) {
  /// The rule.
  public enum Kind {
    SAME_UPPER,
    SAME_LOWER,
    VALID,
    EXPLICIT
  }

  public static final Padding SAME = new Padding(Kind.SAME_UPPER, 0, 0, 0, 0);
  public static final Padding SAME_LOWER = new Padding(Kind.SAME_LOWER, 0, 0, 0, 0);
  public static final Padding VALID = new Padding(Kind.VALID, 0, 0, 0, 0);

  private static final int LIMIT = 1 << 30;

  public Padding {
    InvalidOpException.checkAttribute(
        isPad(top) && isPad(left) && isPad(bottom) && isPad(right),
        "Padding",
        "C1",
        "pads must lie in [0, 2^30): %d, %d, %d, %d",
        top,
        left,
        bottom,
        right);
    InvalidOpException.checkAttribute(
        kind == Kind.EXPLICIT || (top | left | bottom | right) == 0,
        "Padding",
        "C2",
        "%s takes no numbers",
        kind);
  }

  private static boolean isPad(int cells) {
    return cells >= 0 && cells < LIMIT;
  }

  public static Padding explicit(int top, int left, int bottom, int right) {
    return new Padding(Kind.EXPLICIT, top, left, bottom, right);
  }

  /// The same number of cells on every side.
  public static Padding explicit(int all) {
    return explicit(all, all, all, all);
  }

  /// Cells before the first row.
  public int before(Axis axis, long input, int window, int stride, int dilation) {
    int total = total(axis, input, window, stride, dilation);
    return switch (kind) {
      case EXPLICIT -> axis == Axis.HEIGHT ? top : left;
      case VALID -> 0;
      case SAME_UPPER -> total / 2;
      case SAME_LOWER -> total - total / 2;
    };
  }

  /// Cells after the last row.
  public int after(Axis axis, long input, int window, int stride, int dilation) {
    return total(axis, input, window, stride, dilation)
        - before(axis, input, window, stride, dilation);
  }

  /// Cells before and after together.
  public int total(Axis axis, long input, int window, int stride, int dilation) {
    return switch (kind) {
      case EXPLICIT -> axis == Axis.HEIGHT ? top + bottom : left + right;
      case VALID -> 0;
      case SAME_UPPER, SAME_LOWER -> {
        long cells = Math.ceilDiv(input, stride);
        yield Math.toIntExact(Math.max(0, (cells - 1) * stride + extent(window, dilation) - input));
      }
    };
  }

  /// The number of output cells along an axis; [Shape#UNKNOWN] for an unknown input. A negative
  /// result means that the window does not fit.
  public long output(Axis axis, long input, int window, int stride, int dilation) {
    if (input == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    return switch (kind) {
      case SAME_UPPER, SAME_LOWER -> Math.ceilDiv(input, stride);
      case VALID, EXPLICIT -> {
        long room = input + total(axis, input, window, stride, dilation) - extent(window, dilation);
        yield room < 0 ? room - 1 : room / stride + 1;
      }
    };
  }

  /// The cells that a dilated window spans.
  public static long extent(int window, int dilation) {
    return (window - 1L) * dilation + 1;
  }

  /// A spatial axis.
  public enum Axis {
    HEIGHT,
    WIDTH
  }

  @Override
  public String toString() {
    return kind == Kind.EXPLICIT
        ? "[%d,%d,%d,%d]".formatted(top, left, bottom, right)
        : kind.toString();
  }
}
