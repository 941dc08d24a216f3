package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Point;
import io.scopegraph.examples.ocr.geometry.Quad;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Draws what was read: the page with a box around each line and, to its right, the text of each
/// line at the same place.
public final class Annotator {
  private static final Logger log = LoggerFactory.getLogger(Annotator.class);

  private static final Color[] COLOURS = {
    new Color(0xC2185B), new Color(0x1565C0), new Color(0x2E7D32), new Color(0xE65100)
  };
  private static final Color PANEL = Color.WHITE;
  private static final int TINT_ALPHA = 36;
  private static final float SMALLEST_FONT = 7;

  private Annotator() {}

  /// A picture twice as wide as the page. Where Java finds no font, the text is left out and a
  /// warning is logged.
  public static BufferedImage annotate(BufferedImage page, List<OcrLine> lines) {
    int width = page.getWidth();
    int height = page.getHeight();
    BufferedImage picture = new BufferedImage(2 * width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(PANEL);
      graphics.fillRect(0, 0, 2 * width, height);
      graphics.drawImage(page, 0, 0, null);
      graphics.setStroke(new BasicStroke(Math.max(1.5f, Math.max(width, height) / 700f)));
      for (int i = 0; i < lines.size(); i++) {
        drawBox(graphics, lines.get(i).box(), COLOURS[i % COLOURS.length]);
      }
      graphics.translate(width, 0);
      drawTexts(graphics, lines);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  private static void drawBox(Graphics2D graphics, Quad box, Color colour) {
    Path2D outline = new Path2D.Double();
    outline.moveTo(box.topLeft().x(), box.topLeft().y());
    for (Point corner : box.corners().subList(1, 4)) {
      outline.lineTo(corner.x(), corner.y());
    }
    outline.closePath();
    graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), TINT_ALPHA));
    graphics.fill(outline);
    graphics.setColor(colour);
    graphics.draw(outline);
  }

  private static void drawTexts(Graphics2D graphics, List<OcrLine> lines) {
    try {
      for (int i = 0; i < lines.size(); i++) {
        graphics.setColor(COLOURS[i % COLOURS.length].darker());
        drawText(graphics, lines.get(i));
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      // A machine without fontconfig or any font fails in one of these ways, depending on what is
      // missing.
      log.warn("The texts are not drawn, Java finds no usable font: {}", e.toString());
    }
  }

  /// Fills the box: as high as it allows, no wider than it is, along its upper side.
  private static void drawText(Graphics2D graphics, OcrLine line) {
    Quad box = line.box();
    double width = box.width();
    double height = box.height();
    if (width < 1 || height < 1) {
      return;
    }
    boolean upwards = height >= 1.5 * width;
    double length = upwards ? height : width;
    double depth = upwards ? width : height;
    Graphics2D local = (Graphics2D) graphics.create();
    try {
      Point origin = upwards ? box.bottomLeft() : box.topLeft();
      Point along = upwards ? box.topLeft() : box.topRight();
      local.translate(origin.x(), origin.y());
      local.rotate(Math.atan2(along.y() - origin.y(), along.x() - origin.x()));
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) (0.72 * depth));
      TextLayout layout = new TextLayout(line.text(), font, local.getFontRenderContext());
      double squeeze = Math.min(1, length / layout.getAdvance());
      font = font.deriveFont(Math.max(SMALLEST_FONT, (float) (font.getSize2D() * squeeze)));
      layout = new TextLayout(line.text(), font, local.getFontRenderContext());
      double baseline = (depth + layout.getAscent() - layout.getDescent()) / 2;
      layout.draw(local, 0, (float) baseline);
    } finally {
      local.dispose();
    }
  }
}
