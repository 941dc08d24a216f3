package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.examples.picture.Resampling;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Finds the lines of text on a page.
final class TextDetector {
  /// The network halves its input five times and adds the results of equal size: other sides do not
  /// fit together.
  private static final int SIDE_MULTIPLE = 32;

  private static final ColourPlanes PLANES =
      new ColourPlanes(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private final Network network;
  private final OcrOptions options;

  TextDetector(Network network, OcrOptions options) {
    this.network = network;
    this.options = options;
  }

  /// Boxes in the pixels of the page, in reading order. A tilted box may reach beyond the page.
  List<Quad> detect(Pixels page) {
    Tensor input = input(page, options.longestSide());
    int width = Math.toIntExact(input.shape().dim(3));
    int height = Math.toIntExact(input.shape().dim(2));
    ProbabilityMap map = new ProbabilityMap(network.run(input).toFloatArray(), width, height);
    double factorX = (double) page.width() / width;
    double factorY = (double) page.height() / height;
    List<Quad> boxes =
        map.boxes(options.unclipRatio(), options.thickenMask()).stream()
            .map(box -> box.scaled(factorX, factorY))
            .map(box -> box.isUpright() ? box.clamped(page.width(), page.height()) : box)
            .toList();
    return ReadingOrder.of(boxes);
  }

  /// The network's input for a page: `[1,3,H,W]`, both sides multiples of 32.
  static Tensor input(Pixels page, int longestSide) {
    double scale = Math.min(1, (double) longestSide / Math.max(page.width(), page.height()));
    int width = fittingSide(page.width() * scale);
    int height = fittingSide(page.height() * scale);
    float[] values = new float[3 * height * width];
    PLANES.write(Resampling.resize(page, width, height), values, 0, width);
    return Tensor.wrap(
        new TensorSpec(DType.FLOAT32, Shape.of(1, 3, height, width)),
        MemorySegment.ofArray(values));
  }

  private static int fittingSide(double pixels) {
    return Math.max(1, (int) Math.round(pixels / SIDE_MULTIPLE)) * SIDE_MULTIPLE;
  }
}
