package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The steps between the networks, with networks that know their answer.
class OcrEngineTest {
  private static final int CLASSES = 6625;
  private static final int LETTER_A = 1221;

  private final List<Shape> recognised = new ArrayList<>();
  private final BufferedImage page = new BufferedImage(320, 160, BufferedImage.TYPE_INT_RGB);
  private boolean headDown;
  private float certainty = 0.9f;

  @Test
  void readsEveryBoxInOrder() {
    OcrPage read = engine(OcrOptions.defaults(), 3).read(page);

    assertThat(read.text()).isEqualTo("A\nA\nA");
    assertThat(read.width()).isEqualTo(320);
    assertThat(read.lines()).extracting(line -> line.box().top()).isSorted();
    assertThat(read.lines()).allMatch(line -> line.box().isUpright() && !line.turned());
    assertThat(read.timings().recognitionRuns()).isEqualTo(1);
    assertThat(recognised).containsExactly(Shape.of(4, 3, 48, 160));
  }

  @Test
  void findsNoLinesOnAnEmptyPage() {
    OcrPage read = engine(OcrOptions.defaults(), 0).read(page);
    assertThat(read.lines()).isEmpty();
    assertThat(read.text()).isEmpty();
    assertThat(recognised).isEmpty();
  }

  @Test
  void readsAPictureOfOnePixel() {
    BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(engine(OcrOptions.defaults(), 0).read(dot).lines()).isEmpty();
  }

  @Test
  void keepsBoxesInsideOfThePage() {
    Network everywhere = input -> filled(Shape.of(1, 1, 160, 320), 1);
    OcrEngine engine =
        OcrEngine.over(
            new OcrNetworks(everywhere, this::direction, this::recognition), OcrOptions.defaults());
    assertThat(engine.read(page).lines())
        .singleElement()
        .extracting(OcrLine::box)
        .isEqualTo(Quad.upright(0, 0, 320, 160));
  }

  @Test
  void turnsLinesThatStandOnTheirHead() {
    headDown = true;
    assertThat(engine(OcrOptions.defaults(), 2).read(page).lines()).allMatch(OcrLine::turned);
    assertThat(engine(OcrOptions.defaults().withCheckDirection(false), 2).read(page).lines())
        .noneMatch(OcrLine::turned);
  }

  @Test
  void dropsUncertainLines() {
    certainty = 0.49f;
    assertThat(engine(OcrOptions.defaults(), 2).read(page).lines()).isEmpty();
    assertThat(engine(OcrOptions.defaults().withMinConfidence(0.4), 2).read(page).lines())
        .hasSize(2);
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> OcrOptions.defaults().withLongestSide(8))
        .hasMessageContaining("from 32 to 8192 pixels, found 8");
    assertThatThrownBy(() -> OcrOptions.defaults().withUnclipRatio(Double.NaN))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> OcrOptions.defaults().withMinConfidence(1.5))
        .hasMessageContaining("1.5");
  }

  private OcrEngine engine(OcrOptions options, int lines) {
    Network detection =
        input -> {
          long height = input.shape().dim(2);
          long width = input.shape().dim(3);
          Tensor map = filled(Shape.of(1, 1, height, width), 0);
          for (int line = 0; line < lines; line++) {
            for (int y = 0; y < 12; y++) {
              for (int x = 30; x < 100; x++) {
                map.setDouble((20 + 45L * line + y) * width + x, 0.95);
              }
            }
          }
          return map;
        };
    return OcrEngine.over(new OcrNetworks(detection, this::direction, this::recognition), options);
  }

  private Tensor direction(Tensor input) {
    Tensor answer = filled(Shape.of(input.shape().dim(0), 2), headDown ? 0.05 : 0.95);
    for (long i = 1; i < answer.elementCount(); i += 2) {
      answer.setDouble(i, headDown ? 0.95 : 0.05);
    }
    return answer;
  }

  /// Every line says "A".
  private Tensor recognition(Tensor input) {
    recognised.add(input.shape());
    long count = input.shape().dim(0);
    Tensor answer = filled(Shape.of(count, 2, CLASSES), 0);
    for (long i = 0; i < count; i++) {
      answer.setDouble(2 * i * CLASSES, 1);
      answer.setDouble((2 * i + 1) * CLASSES + LETTER_A, certainty);
    }
    return answer;
  }

  private static Tensor filled(Shape shape, double value) {
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    Arrays.fill(values, (float) value);
    return Tensor.ofFloats(shape, values);
  }
}
