package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ocr.geometry.Quad;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotatorTest {
  @Test
  void drawsBoxesOnThePageAndAPanelBesideIt() {
    BufferedImage page = SamplePage.load();
    Quad box = Quad.upright(100, 200, 400, 240);

    BufferedImage picture =
        Annotator.annotate(page, List.of(new OcrLine("Sample", 0.9, box, false)));

    assertThat(picture.getWidth()).isEqualTo(2 * page.getWidth());
    assertThat(picture.getHeight()).isEqualTo(page.getHeight());
    assertThat(picture.getRGB(250, 200)).isNotEqualTo(page.getRGB(250, 200));
    assertThat(picture.getRGB(20, 620)).isEqualTo(page.getRGB(20, 620));
    assertThat(picture.getRGB(page.getWidth() + 20, 20) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void acceptsNoLinesAndBoxesWithoutArea() {
    BufferedImage page = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    Quad nothing = Quad.upright(0, 0, 0, 0);
    assertThat(Annotator.annotate(page, List.of()).getWidth()).isEqualTo(2);
    assertThat(Annotator.annotate(page, List.of(new OcrLine("x", 1, nothing, false))).getHeight())
        .isEqualTo(1);
  }
}
