package io.scopegraph.integration.ocr;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Draws the pages of the OCR tests, and writes the true text beside each. Needs the DejaVu fonts; the
/// tests read the files and need none. Run it by
///
/// `mvn -Ppeer -pl integration-tests -am test -Dtest=DrawOcrPages -Dsurefire.failIfNoSpecifiedTests=false`
final class DrawOcrPages {
  private static final Color PAPER = new Color(250, 246, 235);
  private static final Color INK = new Color(20, 20, 60);

  private final Path folder = Path.of("src/test/resources/ocr/pages");

  @Test
  void drawPages() throws IOException {
    Files.createDirectories(folder);
    plain("serif-10", 900, 560, "DejaVu Serif", 28, PageTexts.PROSE.subList(0, 10));
    plain("sans-16", 860, 800, "DejaVu Sans", 26, PageTexts.PROSE.subList(10, 26));
    plain("mono-24", 640, 1000, "DejaVu Sans Mono", 24, PageTexts.RECEIPT);
    plain("condensed-40", 960, 1500, "DejaVu Sans Condensed", 24, PageTexts.PROSE);
    mixed("mixed-20", PageTexts.MIXED);
    photograph("photograph-14", PageTexts.NOTICE);
  }

  private void plain(
      String name, int width, int height, String font, int size, List<String> lines)
      throws IOException {
    BufferedImage page = paper(width, height, PAPER);
    Graphics2D graphics = pen(page);
    graphics.setColor(INK);
    graphics.setFont(new Font(font, Font.PLAIN, size));
    int step = (height - 60) / lines.size();
    for (int i = 0; i < lines.size(); i++) {
      graphics.drawString(lines.get(i), 40, 30 + size + i * step);
    }
    graphics.dispose();
    write(name, "png", page, lines);
  }

  /// Every line in another font, size and colour; every fifth is light on dark.
  private void mixed(String name, List<String> lines) throws IOException {
    String[] fonts = {"DejaVu Sans", "DejaVu Serif", "DejaVu Sans Condensed", "DejaVu Serif"};
    int[] styles = {Font.BOLD, Font.PLAIN, Font.ITALIC, Font.PLAIN, Font.BOLD, Font.PLAIN};
    int[] sizes = {40, 26, 32, 22, 28, 36, 24};
    Color[] inks = {INK, new Color(140, 20, 30), new Color(20, 90, 40), Color.BLACK};
    BufferedImage page = paper(1000, 1180, Color.WHITE);
    Graphics2D graphics = pen(page);
    for (int i = 0; i < lines.size(); i++) {
      int size = sizes[i % sizes.length];
      int baseline = 60 + i * 57;
      boolean dark = i % 5 == 4;
      if (dark) {
        graphics.setColor(new Color(30, 50, 80));
        graphics.fillRect(30, baseline - size - 4, 940, size + 18);
      }
      graphics.setColor(dark ? new Color(240, 240, 220) : inks[i % inks.length]);
      graphics.setFont(new Font(fonts[i % fonts.length], styles[i % styles.length], size));
      graphics.drawString(lines.get(i), 40 + 12 * (i % 3), baseline);
    }
    graphics.dispose();
    write(name, "png", page, lines);
  }

  /// A drawn page that went through what a camera does to paper: a simulation, not a real photograph.
  private void photograph(String name, List<String> lines) throws IOException {
    BufferedImage page = paper(1300, 1200, new Color(244, 241, 232));
    Graphics2D graphics = pen(page);
    graphics.setColor(new Color(35, 32, 38));
    for (int i = 0; i < lines.size(); i++) {
      graphics.setFont(
          i == 0 ? new Font("DejaVu Sans", Font.BOLD, 54) : new Font("DejaVu Serif", Font.PLAIN, 40));
      graphics.drawString(lines.get(i), 90, 130 + i * 76);
    }
    graphics.dispose();
    SimulatedCamera.write(
        SimulatedCamera.photograph(page, 1600, 1400, 42), folder.resolve(name + ".jpg"));
    Files.write(folder.resolve(name + ".txt"), lines);
  }

  private void write(String name, String format, BufferedImage page, List<String> lines)
      throws IOException {
    ImageIO.write(page, format, folder.resolve(name + "." + format).toFile());
    List<String> truth = new ArrayList<>();
    lines.forEach(line -> truth.add(line.replaceAll(" +", " ")));
    Files.write(folder.resolve(name + ".txt"), truth);
  }

  private static BufferedImage paper(int width, int height, Color colour) {
    BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return page;
  }

  private static Graphics2D pen(BufferedImage page) {
    Graphics2D graphics = page.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return graphics;
  }
}
