package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.OpenNetwork;
import io.scopegraph.benchmarks.engine.PreparedModel;
import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrNetworks;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;

/// Reads one page again and again, with the networks on some engine.
final class PageReader implements PreparedModel {
  private final ImmutableList<OpenNetwork> networks;
  private final OcrEngine reader;
  private final BufferedImage page;

  PageReader(Engine engine, OcrModels models, BufferedImage page, int threads) {
    OpenNetwork detection = engine.open("detection", models.detection(), threads);
    OpenNetwork direction = engine.open("direction", models.direction(), threads);
    OpenNetwork recognition = engine.open("recognition", models.recognition(), threads);
    this.networks = ImmutableList.of(detection, direction, recognition);
    this.page = page;
    this.reader =
        OcrEngine.over(
            new OcrNetworks(detection::run, direction::run, recognition::run),
            OcrOptions.defaults());
  }

  @Override
  public void run() {
    outputs();
  }

  /// The text, as the numbers of its characters.
  @Override
  public List<Tensor> outputs() {
    int[] characters = reader.read(page).text().codePoints().toArray();
    float[] numbers = new float[characters.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = characters[i];
    }
    return List.of(Tensor.ofFloats(Shape.of(numbers.length), numbers));
  }

  @Override
  public void close() {
    networks.forEach(OpenNetwork::close);
  }
}
