package io.scopegraph.examples.ocr;

import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.examples.picture.Resampling;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Tells strips of text that stand on their head.
final class DirectionClassifier {
  private static final int WIDTH = 192;
  private static final float TURN_THRESHOLD = 0.9f;

  private final Network network;

  DirectionClassifier(Network network) {
    this.network = network;
  }

  /// For each strip, whether it must be turned by 180 degrees.
  boolean[] standOnHead(List<Pixels> strips) {
    List<Pixels> fitted = strips.stream().map(DirectionClassifier::fitted).toList();
    boolean[] turned = new boolean[strips.size()];
    List<Integer> widths = new ArrayList<>();
    fitted.forEach(_ -> widths.add(WIDTH));
    for (LineBatch batch : LineBatch.distribute(widths)) {
      Tensor output = network.run(LineRecognizer.input(fitted, batch));
      for (int i = 0; i < batch.lines().size(); i++) {
        turned[batch.lines().get(i)] = output.getFloat(2L * i + 1) > TURN_THRESHOLD;
      }
    }
    return turned;
  }

  private static Pixels fitted(Pixels strip) {
    return Resampling.resize(strip, Math.min(WIDTH, strip.width()), LineCropper.STRIP_HEIGHT);
  }
}
