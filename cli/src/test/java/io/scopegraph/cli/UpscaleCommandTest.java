package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleCommandTest {
  @TempDir private Path folder = Path.of("");

  private static Path checkpoint() {
    Path checkpoint =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", "fsrcnn-x2")
            .resolve("checkpoint");
    if (!Files.isDirectory(checkpoint)) {
      System.out.println("Skipped: the folder with sample models is missing: " + checkpoint);
    }
    assumeThat(checkpoint).as("skipped: the folder with sample models is missing").isDirectory();
    return checkpoint;
  }

  @Test
  void writesAPictureOfTwiceTheSize() throws IOException {
    Path picture = Fixtures.picture(folder, "small.png", 21, 13);
    Path target = folder.resolve("large.png");
    Outcome outcome =
        Outcome.of("upscale", "--checkpoint", checkpoint(), picture, "-o", target).succeeds();
    assertThat(outcome.out())
        .startsWith(target + ": 42 x 26 pixels, from 21 x 13, ")
        .hasLineCount(1);
    BufferedImage enlarged = ImageIO.read(target.toFile());
    assertThat(enlarged.getWidth()).isEqualTo(42);
    assertThat(enlarged.getHeight()).isEqualTo(26);
  }

  @Test
  void pictureThatCannotBeWritten() throws IOException {
    Path picture = Fixtures.picture(folder, "small.png", 9, 9);
    Path target = folder.resolve("no-such-folder").resolve("large.png");
    Outcome.of("upscale", "--checkpoint", checkpoint(), picture, "--output", target)
        .failsWith(5, target);
  }

  @Test
  void missingPicture() {
    Path missing = folder.resolve("missing.png");
    Outcome.of("upscale", "--checkpoint", "any", missing, "-o", folder.resolve("large.png"))
        .failsWith(5, missing, "no such file");
  }

  @Test
  void fileThatHoldsNoWeights() throws IOException {
    Path picture = Fixtures.picture(folder, "small.png", 9, 9);
    Path text = Files.writeString(folder.resolve("notes.txt"), "Not a checkpoint.");
    Outcome.of("upscale", "--checkpoint", text, picture, "-o", folder.resolve("large.png"))
        .failsWith(4, text, "expected a TensorFlow checkpoint");
  }

  @Test
  void missingOptions() {
    Outcome.of("upscale", "small.png", "-o", "large.png").failsWith(2, "--checkpoint");
    Outcome.of("upscale", "small.png", "--checkpoint", "any").failsWith(2, "--output");
  }
}
