package io.scopegraph.op;

import io.scopegraph.tensor.Shape;
import java.util.Locale;

/// The extents of sliding windows, shared by convolution and pooling.
final class Windows {
  private Windows() {}

  static long output(
      Inference inference,
      String constraint,
      Padding padding,
      Padding.Axis axis,
      long input,
      int window,
      int stride,
      int dilation) {
    inference.check(
        Padding.extent(window, dilation) <= Integer.MAX_VALUE,
        constraint,
        "a window of %d cells is too large",
        Padding.extent(window, dilation));
    long output = padding.output(axis, input, window, stride, dilation);
    inference.check(
        output >= 0 || input == Shape.UNKNOWN,
        constraint,
        "Negative dimension size caused by subtracting %d from %d: the window does not fit into the"
            + " input's %s with padding %s",
        Padding.extent(window, dilation),
        input,
        axis.name().toLowerCase(Locale.ROOT),
        padding);
    return output;
  }

  /// As [#output], but a last window that is only partly inside counts if it starts inside.
  static long ceilOutput(
      Inference inference,
      String constraint,
      Padding padding,
      Padding.Axis axis,
      long input,
      int window,
      int stride,
      int dilation) {
    long floor = output(inference, constraint, padding, axis, input, window, stride, dilation);
    if (input == Shape.UNKNOWN
        || padding.kind() == Padding.Kind.SAME_UPPER
        || padding.kind() == Padding.Kind.SAME_LOWER) {
      return floor;
    }
    long room =
        input
            + padding.total(axis, input, window, stride, dilation)
            - Padding.extent(window, dilation);
    long ceil = Math.ceilDiv(room, stride) + 1;
    long start = (ceil - 1) * stride;
    return start >= input + padding.before(axis, input, window, stride, dilation) ? ceil - 1 : ceil;
  }
}
