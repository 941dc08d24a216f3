package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `ocr` command, mostly on pictures that are none.
class OcrCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void truncatedPng() throws IOException {
    Path file = Fixtures.half(Fixtures.picture(folder, "good.png", 64, 64), "half.png");
    Outcome.of("ocr", file).failsWith(5, file, "PNG");
  }

  @Test
  void emptyPng() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.png"));
    Outcome.of("ocr", file).failsWith(5, file, "empty");
  }

  @Test
  void textFile() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.png"), "Notes, not a picture.");
    Outcome.of("ocr", file).failsWith(5, file, "neither a PNG nor a JPEG");
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("missing.png");
    Outcome.of("ocr", file).failsWith(5, file, "no such file");
  }

  @Test
  void onePixelHoldsNoText() throws IOException {
    Path file = Fixtures.picture(folder, "dot.png", 1, 1);
    Outcome outcome = Outcome.of("ocr", file).succeeds();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("0 lines, 1 x 1 pixels").hasLineCount(1);
  }

  @Test
  void annotationThatCannotBeWritten() throws IOException {
    Path picture = Fixtures.picture(folder, "white.png", 40, 40);
    Path target = folder.resolve("no-such-folder").resolve("out.png");
    Outcome.of("ocr", picture, "--annotate", target).failsWith(5, target);
  }

  @Test
  void brokenPictureAmongOthers() throws IOException {
    Path good = Fixtures.picture(folder, "white.png", 40, 40);
    Path bad = Files.createFile(folder.resolve("empty.png"));
    Path missing = folder.resolve("missing.png");
    Path target = folder.resolve("boxes.png");
    Outcome outcome = Outcome.of("ocr", good, bad, missing, good, "--json", "--annotate", target);
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err()).hasLineCount(2).contains(bad.toString(), missing.toString());
    JsonNode json = outcome.json();
    assertThat(json).hasSize(2);
    for (JsonNode page : json) {
      assertThat(page.path("image").asText()).isEqualTo(good.toString());
      assertThat(page.path("lines").isArray()).isTrue();
    }
    assertThat(folder.resolve("boxes-1.png")).isRegularFile();
    assertThat(folder.resolve("boxes-4.png")).isRegularFile();
  }
}
