package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.ConvexHull;
import io.scopegraph.examples.ocr.geometry.Point;
import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.ocr.geometry.TiltedRectangle;
import java.util.ArrayList;
import java.util.List;

/// The answer of the detection network: how likely each pixel belongs to the core of a line of
/// text.
final class ProbabilityMap {
  private static final float MASK_THRESHOLD = 0.3f;
  private static final double BOX_THRESHOLD = 0.6;
  private static final int MAX_BOXES = 1000;
  private static final double MIN_CORE_SIDE = 3;
  private static final double MIN_BOX_SIDE = 5;

  private final float[] probabilities;
  private final int width;
  private final int height;

  ProbabilityMap(float[] probabilities, int width, int height) {
    this.probabilities = probabilities;
    this.width = width;
    this.height = height;
  }

  /// Boxes around the lines of text, in the pixels of the map, in no special order.
  List<Quad> boxes(double unclipRatio, boolean thickenMask) {
    boolean[] mask = thickenMask ? thickened(mask()) : mask();
    List<Quad> boxes = new ArrayList<>();
    for (List<Point> outline : MaskComponents.outlines(mask, width, height, MAX_BOXES)) {
      TiltedRectangle core = TiltedRectangle.ofMinimumArea(ConvexHull.around(outline));
      if (core.shorterSide() < MIN_CORE_SIDE || meanInside(core) < BOX_THRESHOLD) {
        continue;
      }
      TiltedRectangle box = core.unclipped(unclipRatio);
      if (box.shorterSide() >= MIN_BOX_SIDE) {
        boxes.add(box.corners());
      }
    }
    return boxes;
  }

  private boolean[] mask() {
    boolean[] mask = new boolean[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = probabilities[i] > MASK_THRESHOLD;
    }
    return mask;
  }

  /// Every mark also covers its neighbours to the right, below, and between the two.
  private boolean[] thickened(boolean[] mask) {
    boolean[] thick = new boolean[mask.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (mask[y * width + x]) {
          for (int ny = y; ny <= Math.min(height - 1, y + 1); ny++) {
            thick[ny * width + x] = true;
            thick[ny * width + Math.min(width - 1, x + 1)] = true;
          }
        }
      }
    }
    return thick;
  }

  /// Mean probability of the pixels whose centre lies inside; 0 if there is none.
  double meanInside(TiltedRectangle rectangle) {
    Quad corners = rectangle.corners();
    int left = Math.max(0, (int) Math.floor(corners.left()));
    int right = Math.min(width, (int) Math.ceil(corners.right()));
    int top = Math.max(0, (int) Math.floor(corners.top()));
    int bottom = Math.min(height, (int) Math.ceil(corners.bottom()));
    double sum = 0;
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (rectangle.contains(x + 0.5, y + 0.5)) {
          sum += probabilities[y * width + x];
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
