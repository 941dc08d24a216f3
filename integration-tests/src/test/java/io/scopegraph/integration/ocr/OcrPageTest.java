package io.scopegraph.integration.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrLine;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.examples.ocr.OcrPage;
import io.scopegraph.examples.ocr.SamplePage;
import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.picture.PictureFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the engine makes of pages whose text is known, and of unusual ones.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OcrPageTest {
  private static final List<String> TEXT =
      List.of(
          "Pure Java inference",
          "INVOICE No. 2026-0419",
          "Total: $1,284.50 EUR",
          "scope(conv1) relu6 -> 42");

  private static final List<String> SAMPLE =
      List.of(
          "The Pocket Observatory",
          "Notes from a clear night in August",
          "Saturn rose behind the hills at 21:48 and stood",
          "almost level with the church tower by midnight.",
          "The rings were open; four moons could be counted.",
          "At 2:15 a meteor crossed half of the southern sky.",
          "Telescope",
          "80 mm refractor",
          "Magnification",
          "120 x",
          "Temperature",
          "11.5 degrees",
          "Next clear night: call 555 0147!");

  private OcrEngine engine;

  @BeforeAll
  void openEngine() {
    engine = OcrEngine.open(OcrOptions.defaults());
  }

  @AfterAll
  void closeEngine() {
    engine.close();
  }

  @Test
  void readsTheSamplePage() {
    assertThat(texts(engine.read(SamplePage.load()))).containsExactlyElementsOf(SAMPLE);
  }

  @Test
  void readsAPageThatStandsOnItsHead() {
    BufferedImage page = SamplePage.load();
    BufferedImage turned =
        new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = turned.createGraphics();
    graphics.rotate(Math.PI, page.getWidth() / 2.0, page.getHeight() / 2.0);
    graphics.drawImage(page, 0, 0, null);
    graphics.dispose();

    OcrPage read = engine.read(turned);

    assertThat(read.lines().getLast().text()).isEqualTo(SAMPLE.getFirst());
    assertThat(read.lines()).filteredOn(OcrLine::turned).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void findsNothingOnEmptyPages() {
    for (int[] size : new int[][] {{640, 320}, {1, 1}, {3000, 2}}) {
      BufferedImage page = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = page.createGraphics();
      graphics.setColor(new Color(250, 246, 235));
      graphics.fillRect(0, 0, size[0], size[1]);
      graphics.dispose();
      assertThat(engine.read(page).lines()).as("%d x %d", size[0], size[1]).isEmpty();
    }
  }

  @Test
  void readsTheSerifPageExactly() {
    OcrPage page = engine.read(sharedPage("page_serif24.png"));
    assertThat(texts(page)).containsExactlyElementsOf(TEXT);
    int[][] boxes = {
      {38, 38, 280, 68}, {39, 109, 341, 135}, {38, 179, 304, 205}, {38, 250, 344, 276}
    };
    for (int i = 0; i < boxes.length; i++) {
      Quad box = page.lines().get(i).box();
      assertThat(box.left()).isCloseTo(boxes[i][0], within(3.0));
      assertThat(box.top()).isCloseTo(boxes[i][1], within(3.0));
      assertThat(box.right()).isCloseTo(boxes[i][2], within(3.0));
      assertThat(box.bottom()).isCloseTo(boxes[i][3], within(3.0));
      assertThat(page.lines().get(i).confidence()).isGreaterThan(0.96);
    }
  }

  /// The networks lose spaces and mix up similar letters on this page.
  @Test
  void readsTheSansPageButForSpacesAndSimilarLetters() {
    OcrPage page = engine.read(sharedPage("page_sans34.png"));
    assertThat(texts(page).stream().map(OcrPageTest::folded))
        .containsExactlyElementsOf(TEXT.stream().map(OcrPageTest::folded).toList());
  }

  private static BufferedImage sharedPage(String name) {
    Path file =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models/ocr-pages", name);
    if (!Files.exists(file)) {
      System.out.println("Skipped: no page to read, there is no " + file);
    }
    assumeTrue(Files.exists(file), () -> "no page to read: " + file + " is missing");
    return PictureFile.read(file);
  }

  private static String folded(String text) {
    return text.replace(" ", "").replaceAll("[Il1]", "1").replaceAll("[Oo0]", "0");
  }

  private static List<String> texts(OcrPage page) {
    return page.lines().stream().map(OcrLine::text).toList();
  }
}
