package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Point;
import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.examples.picture.Resampling;

/// Cuts lines of text out of a page, as strips of the height that the networks expect.
final class LineCropper {
  static final int STRIP_HEIGHT = 48;

  private static final int MIN_STRIP_WIDTH = 16;

  /// Longer strips are squeezed to this width, which bounds the memory that one line can take.
  private static final int MAX_STRIP_WIDTH = 3200;

  /// Boxes that are higher than wide by this factor hold text that runs up or down the page.
  private static final double UPRIGHT_TEXT_RATIO = 1.5;

  private LineCropper() {}

  /// The strip inside of a box: 48 pixels high, its width in proportion.
  static Pixels strip(Pixels page, Quad box) {
    Pixels crop = box.isUpright() ? cropUpright(page, box) : cropTilted(page, box);
    if (crop.height() >= UPRIGHT_TEXT_RATIO * crop.width()) {
      crop = crop.turnedLeft();
    }
    int width = (int) Math.ceil((double) STRIP_HEIGHT * crop.width() / crop.height());
    return Resampling.resize(
        crop, Math.clamp(width, MIN_STRIP_WIDTH, MAX_STRIP_WIDTH), STRIP_HEIGHT);
  }

  private static Pixels cropUpright(Pixels page, Quad box) {
    int left = Math.clamp(Math.round(box.left()), 0, page.width() - 1);
    int top = Math.clamp(Math.round(box.top()), 0, page.height() - 1);
    int right = Math.clamp(Math.round(box.right()), left + 1, page.width());
    int bottom = Math.clamp(Math.round(box.bottom()), top + 1, page.height());
    return page.crop(left, top, right - left, bottom - top);
  }

  private static Pixels cropTilted(Pixels page, Quad box) {
    int width = Math.max(1, (int) Math.round(box.width()));
    int height = Math.max(1, (int) Math.round(box.height()));
    Point origin = box.topLeft();
    return page.cropParallelogram(
        origin.x(),
        origin.y(),
        (box.topRight().x() - origin.x()) / width,
        (box.topRight().y() - origin.y()) / width,
        (box.bottomLeft().x() - origin.x()) / height,
        (box.bottomLeft().y() - origin.y()) / height,
        width,
        height);
  }
}
