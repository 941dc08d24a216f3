package io.scopegraph.examples.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.examples.Printed;
import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.NpyFile;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.WeightMismatchException;
import io.scopegraph.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpscalerTest {
  /// The recorded numbers come from another implementation, with sums in another order: a relative
  /// deviation of 2e-4 is what that may cost; the largest values are about 1.
  private static final float RECORDED = 2e-4f;

  private static Path folder() {
    Path folder =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", "fsrcnn-x2");
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: the folder with sample models is missing: " + folder);
    }
    assumeThat(folder).as("skipped: the folder with sample models is missing").isDirectory();
    return folder;
  }

  private static Upscaler open(int largestTile) {
    return Upscaler.open(folder().resolve("checkpoint"), SessionOptions.DEFAULT, largestTile);
  }

  @ParameterizedTest
  @CsvSource({"seed51/out_0.npy", "seed51/out_1.npy", "picture/out_0.npy"})
  void givesTheRecordedNumbers(String file) {
    Path expected = folder().resolve(file);
    Graph graph = Upscaler.graph();
    try (Session session = Session.open(graph)) {
      Weights.load(folder().resolve("checkpoint")).into(session, LoadOptions.STRICT.skipSlots());
      Tensor luma = NpyFile.read(expected.resolveSibling("in_0.npy"));
      Tensor enlarged = session.run(Map.of("luma", luma)).get("enlarged");
      Tensor recorded = NpyFile.read(expected);
      // One channel: the recorded layout, channels first or last, makes no difference.
      assertThat(enlarged.elementCount()).isEqualTo(recorded.elementCount());
      assertThat(enlarged.toFloatArray())
          .usingComparatorWithPrecision(RECORDED)
          .containsExactly(recorded.toFloatArray());
    }
  }

  @Test
  void printsTheVariablesByTheNamesOfTheCheckpoint() {
    assertThat(Printed.by(Upscaler::print))
        .startsWith("variable  f1  float32(5, 5, 1, 56)\nvariable  b1  float32(56,)\n")
        .contains("variable  alpha7  float32(56,)\n")
        .endsWith("result    enlarged  float32(?, ?, ?, 1)\n")
        .hasLineCount(24);
  }

  @Test
  void doublesWidthAndHeightAndKeepsTheColours() {
    BufferedImage picture = PictureFile.read(folder().resolve("input.png"));
    try (Upscaler upscaler = open(256)) {
      BufferedImage enlarged = upscaler.upscale(picture);
      assertThat(enlarged.getWidth()).isEqualTo(2 * picture.getWidth());
      assertThat(enlarged.getHeight()).isEqualTo(2 * picture.getHeight());
      assertThat(meanDifference(picture, enlarged)).isLessThan(8);
    }
  }

  /// How much the mean of each block of four pixels differs from the pixel that it came from, in
  /// levels of one component.
  private static double meanDifference(BufferedImage picture, BufferedImage enlarged) {
    double sum = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int block =
              level(enlarged, 2 * x, 2 * y, shift)
                  + level(enlarged, 2 * x + 1, 2 * y, shift)
                  + level(enlarged, 2 * x, 2 * y + 1, shift)
                  + level(enlarged, 2 * x + 1, 2 * y + 1, shift);
          sum += Math.abs(block / 4.0 - level(picture, x, y, shift));
        }
      }
    }
    return sum / (3.0 * picture.getWidth() * picture.getHeight());
  }

  private static int level(BufferedImage image, int x, int y, int shift) {
    return image.getRGB(x, y) >> shift & 0xFF;
  }

  @Test
  void tilesLeaveNoSeams() {
    Random random = new Random(4);
    float[] values = new float[61 * 47];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Plane luma = new Plane(61, 47, values);
    try (Upscaler whole = open(256);
        Upscaler tiled = open(16)) {
      assertThat(tiled.upscale(luma).values())
          .containsExactly(whole.upscale(luma).values(), within(1e-5f));
    }
  }

  @Test
  void thePictureDoesNotDecideTheMemory() {
    try (Upscaler upscaler = open(16)) {
      upscaler.upscale(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB));
      long bytes = upscaler.memoryReport().totalBytes();
      upscaler.upscale(new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB));
      assertThat(upscaler.memoryReport().totalBytes()).isEqualTo(bytes);
      upscaler.upscale(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
      assertThat(upscaler.memoryReport().totalBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void namesTheCheckpointThatIsMissing(@TempDir Path folder) {
    Path missing = folder.resolve("no-such-checkpoint");
    assertThatThrownBy(() -> Upscaler.open(missing, SessionOptions.DEFAULT))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no-such-checkpoint");
  }

  @Test
  void listsTheVariablesThatAFileLacks(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("one.safetensors");
    Weights.save(Map.of("f1", Tensor.scalar(1f)), file, Map.of());
    assertThat(Files.size(file)).isPositive();
    assertThatThrownBy(() -> Upscaler.open(file, SessionOptions.DEFAULT))
        .isInstanceOf(WeightMismatchException.class)
        .hasMessageContaining("alpha7")
        .hasMessageContaining("f1");
  }
}
