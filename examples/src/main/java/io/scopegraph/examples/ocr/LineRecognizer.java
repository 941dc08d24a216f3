package io.scopegraph.examples.ocr;

import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Reads strips of text, several in one run.
final class LineRecognizer {
  static final ColourPlanes PLANES =
      new ColourPlanes(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

  private final Network network;
  private final CtcDecoder decoder;

  LineRecognizer(Network network, Alphabet alphabet) {
    this.network = network;
    this.decoder = new CtcDecoder(alphabet);
  }

  /// What the strips say, in their order, and the number of runs it took.
  record Recognition(List<CtcDecoder.Reading> readings, int runs) {}

  Recognition read(List<Pixels> strips) {
    List<LineBatch> batches = LineBatch.distribute(strips.stream().map(Pixels::width).toList());
    CtcDecoder.Reading[] readings = new CtcDecoder.Reading[strips.size()];
    for (LineBatch batch : batches) {
      Tensor output = network.run(input(strips, batch));
      for (int i = 0; i < batch.lines().size(); i++) {
        readings[batch.lines().get(i)] = decoder.decode(output, i);
      }
    }
    return new Recognition(Arrays.asList(readings), batches.size());
  }

  /// The strips of a batch, normalised and then padded with zeros on the right.
  static Tensor input(List<Pixels> strips, LineBatch batch) {
    int height = LineCropper.STRIP_HEIGHT;
    float[] values = new float[batch.size() * 3 * height * batch.width()];
    for (int i = 0; i < batch.lines().size(); i++) {
      PLANES.write(strips.get(batch.lines().get(i)), values, i, batch.width());
    }
    return Tensor.wrap(
        new TensorSpec(DType.FLOAT32, Shape.of(batch.size(), 3, height, batch.width())),
        MemorySegment.ofArray(values));
  }
}
