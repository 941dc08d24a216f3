package io.scopegraph.drawing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The widths that boxes are sized for.
class FontWidthsTest {
  @ParameterizedTest
  @ValueSource(strings = {"Arial", "DejaVu Sans", "Helvetica", "Liberation Sans", "SansSerif"})
  void noUsualFontIsWider(String family) {
    boolean fonts = hasFonts();
    if (!fonts) {
      System.out.println("Skipped: this machine has no fonts to measure " + family);
    }
    assumeTrue(fonts, () -> "no fonts to measure " + family);
    Font plain = new Font(family, Font.PLAIN, 100);
    Font bold = new Font(family, Font.BOLD, 100);
    FontRenderContext context = new FontRenderContext(null, true, true);
    for (char character = ' '; character <= '~'; character++) {
      // A single glyph may be wider than assumed; words of it and its neighbours must not be.
      String word = "con" + character + "2d" + character + "Relu_1";
      assertThat(plain.getStringBounds(word, context).getWidth())
          .as("%s %s", family, word)
          .isLessThanOrEqualTo(FontWidths.of(word, 100, false));
      assertThat(bold.getStringBounds(word, context).getWidth())
          .as("bold %s %s", family, word)
          .isLessThanOrEqualTo(FontWidths.of(word, 100, true));
    }
  }

  private static boolean hasFonts() {
    try {
      FontRenderContext context = new FontRenderContext(null, true, true);
      return new Font("SansSerif", Font.PLAIN, 100).getStringBounds("a", context).getWidth() > 0;
    } catch (LinkageError | RuntimeException _) {
      return false;
    }
  }

  @Test
  void longTextIsCutInTheMiddle() {
    String text = "first_part_of_a_name/last_part_of_a_name";
    String fitting = FontWidths.fit(text, 10, false, 120);
    assertThat(fitting).startsWith("first").contains("…").endsWith("name");
    assertThat(FontWidths.of(fitting, 10, false)).isLessThanOrEqualTo(120);
    assertThat(FontWidths.fit("short", 10, false, 120)).isEqualTo("short");
    assertThat(FontWidths.fit("文字文字文字", 10, false, 30)).isEqualTo("文…");
  }
}
