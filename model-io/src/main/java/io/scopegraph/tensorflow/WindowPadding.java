package io.scopegraph.tensorflow;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;

/// The attributes that tell how a window slides: lists with a number for each axis of a value of
/// rank 4, and the rule for the borders.
final class WindowPadding {
  private WindowPadding() {}

  /// A pair for the spatial axes as a list for all four.
  static long[] four(Size2 size, DataFormat format) {
    long[] list = {1, 1, 1, 1};
    list[format.heightAxis()] = size.height();
    list[format.widthAxis()] = size.width();
    return list;
  }

  static NodeDraft write(NodeDraft draft, Padding padding, DataFormat format) {
    if (padding.kind() != Padding.Kind.EXPLICIT) {
      String rule = padding.kind() == Padding.Kind.VALID ? "VALID" : "SAME";
      return draft.text("padding", rule);
    }
    return draft.text("padding", "EXPLICIT").integers("explicit_paddings", pads(padding, format));
  }

  /// For each axis the cells before and after.
  static long[] pads(Padding padding, DataFormat format) {
    long[] pads = new long[8];
    pads[2 * format.heightAxis()] = padding.top();
    pads[2 * format.heightAxis() + 1] = padding.bottom();
    pads[2 * format.widthAxis()] = padding.left();
    pads[2 * format.widthAxis() + 1] = padding.right();
    return pads;
  }

  /// The numbers that a rule comes to for known extents.
  static Padding explicit(
      Padding padding, Size2 input, Size2 window, Size2 strides, Size2 dilations) {
    Padding.Axis height = Padding.Axis.HEIGHT;
    Padding.Axis width = Padding.Axis.WIDTH;
    return Padding.explicit(
        padding.before(
            height, input.height(), window.height(), strides.height(), dilations.height()),
        padding.before(width, input.width(), window.width(), strides.width(), dilations.width()),
        padding.after(
            height, input.height(), window.height(), strides.height(), dilations.height()),
        padding.after(width, input.width(), window.width(), strides.width(), dilations.width()));
  }
}
