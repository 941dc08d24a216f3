package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDetectorTest {
  @ParameterizedTest
  @CsvSource({
    "640, 320, 640, 320",
    "1, 1, 32, 32",
    "1920, 1080, 960, 544",
    "100, 47, 96, 32",
    "100, 48, 96, 64",
    "50, 5000, 32, 960",
    "961, 961, 960, 960"
  })
  void fitsSidesToMultiplesOf32WithoutEnlarging(
      int width, int height, int fitWidth, int fitHeight) {
    Pixels page = Pixels.of(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR));
    assertThat(TextDetector.input(page, 960).shape())
        .isEqualTo(Shape.of(1, 3, fitHeight, fitWidth));
  }

  @Test
  void normalisesInTheOrderBlueGreenRed() {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF8040);
    Tensor input = TextDetector.input(Pixels.of(image), 960);
    assertThat(input.getFloat(0)).isCloseTo((0x40 / 255f - 0.485f) / 0.229f, within(1e-6f));
    assertThat(input.getFloat(1024)).isCloseTo((0x80 / 255f - 0.456f) / 0.224f, within(1e-6f));
    assertThat(input.getFloat(2048)).isCloseTo((1 - 0.406f) / 0.225f, within(1e-6f));
    assertThat(input.getFloat(1)).isCloseTo(-0.485f / 0.229f, within(1e-6f));
  }

  /// The region 320x96 at (30,30) of the page, prepared by another program.
  @Test
  void preparesPixelsAsTheRecordedInput() throws IOException {
    Path folder =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models/ocr-pages");
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: no recorded input, there is no " + folder);
    }
    assumeTrue(Files.isDirectory(folder), () -> "no recorded input: " + folder + " is missing");
    Pixels page = Pixels.of(PictureFile.read(folder.resolve("page_serif24.png")));

    float[] prepared = TextDetector.input(page.crop(30, 30, 320, 96), 960).toFloatArray();

    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("det.crop/in_0.npy")));
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.position(10 + file.getShort(8));
    assertThat(file.remaining()).isEqualTo(4 * prepared.length);
    for (float value : prepared) {
      assertThat(value).isCloseTo(file.getFloat(), within(1e-6f));
    }
  }
}
