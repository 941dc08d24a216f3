package io.scopegraph.examples.ocr;

import io.scopegraph.examples.picture.PictureFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// The page to try things on. It comes as a resource; this program draws it anew, for which it
/// needs the DejaVu fonts: `SamplePage sample-page.png`.
public final class SamplePage {
  private static final String RESOURCE = "sample-page.png";
  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final int LEFT = 60;
  private static final Color PAPER = new Color(250, 246, 235);
  private static final Color INK = new Color(20, 20, 60);
  private static final Color BAND = new Color(24, 58, 84);

  private SamplePage() {}

  /// The page as drawn when it was added to the repository.
  public static BufferedImage load() {
    return PictureFile.readResource(SamplePage.class, RESOURCE);
  }

  /// Draws the page into a PNG file.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: SamplePage FILE.png");
    }
    System.setProperty("java.awt.headless", "true");
    ImageIO.write(draw(), "png", Path.of(arguments[0]).toFile());
  }

  private static BufferedImage draw() {
    BufferedImage page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(BAND);
    graphics.fillRect(0, 0, WIDTH, 110);

    write(graphics, "DejaVu Serif", Font.BOLD, 38, PAPER, LEFT, 70, "The Pocket Observatory");
    String body = "DejaVu Serif";
    write(graphics, body, Font.ITALIC, 26, INK, LEFT, 160, "Notes from a clear night in August");
    String[] lines = {
      "Saturn rose behind the hills at 21:48 and stood",
      "almost level with the church tower by midnight.",
      "The rings were open; four moons could be counted.",
      "At 2:15 a meteor crossed half of the southern sky.",
    };
    for (int i = 0; i < lines.length; i++) {
      write(graphics, body, Font.PLAIN, 26, INK, LEFT, 220 + 46 * i, lines[i]);
    }
    graphics.setColor(BAND);
    graphics.setStroke(new BasicStroke(2));
    graphics.drawLine(LEFT, 400, WIDTH - LEFT, 400);
    String table = "DejaVu Sans";
    row(graphics, table, 448, "Telescope", "80 mm refractor");
    row(graphics, table, 492, "Magnification", "120 x");
    row(graphics, table, 536, "Temperature", "11.5 degrees");
    write(
        graphics,
        table,
        Font.BOLD,
        24,
        new Color(150, 30, 40),
        LEFT,
        596,
        "Next clear night: call 555 0147!");
    graphics.dispose();
    return page;
  }

  private static void row(
      Graphics2D graphics, String font, int baseline, String key, String value) {
    write(graphics, font, Font.PLAIN, 26, new Color(20, 90, 50), LEFT, baseline, key);
    write(graphics, font, Font.PLAIN, 26, INK, 480, baseline, value);
  }

  private static void write(
      Graphics2D graphics,
      String font,
      int style,
      int size,
      Color colour,
      int x,
      int baseline,
      String text) {
    graphics.setFont(new Font(font, style, size));
    graphics.setColor(colour);
    graphics.drawString(text, x, baseline);
  }
}
