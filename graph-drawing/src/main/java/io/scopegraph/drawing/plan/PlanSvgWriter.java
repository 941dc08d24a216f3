package io.scopegraph.drawing.plan;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.drawing.internal.FontWidths;
import io.scopegraph.drawing.internal.Markup;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.drawing.plan.PlanPicture.Op;
import io.scopegraph.runtime.plan.ByteSizes;
import java.util.Locale;

/// Writes a memory plan as SVG: time goes across, an op a column, addresses of the arena go up, and
/// each buffer is a rectangle as wide as its life and as high as its bytes. One file without
/// scripts, fonts or references to others; dark where the reader's desktop is. Hovering tells what
/// is known of a buffer or an op.
public final class PlanSvgWriter {
  private static final double LEFT = 76;
  private static final double RIGHT = 132;
  private static final double MARGIN = 14;
  private static final double ARENA_HEIGHT = 420;
  private static final double STRIP = 12;
  private static final double PROFILE_HEIGHT = 72;
  private static final double LEAST_WIDTH = 680;
  private static final double MOST_WIDTH = 1600;
  private static final double COLUMN = 18;
  private static final double TICK_GAP = 44;
  private static final double TEXT = 10;
  private static final double LEAST_LABEL = 48;
  private static final int LEAST_LETTERS = 7;

  private final PlanPicture picture;
  private final StringBuilder svg = new StringBuilder();
  private final double width;
  private final double top;
  private final PlanLegend legend;

  private PlanSvgWriter(PlanPicture picture) {
    this.picture = picture;
    this.width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, picture.ops().size() * COLUMN));
    this.legend = PlanLegend.of(picture.paints(), LEFT + width + RIGHT - 2 * MARGIN);
    this.top = 70 + legend.height() + 18;
  }

  /// The SVG document.
  ///
  /// @param title what the plan is of
  public static String write(PlanPicture picture, String title) {
    return new PlanSvgWriter(picture).document(title);
  }

  private String document(String title) {
    double whole = LEFT + width + RIGHT;
    double height = top + ARENA_HEIGHT + STRIP + 34 + PROFILE_HEIGHT + 34;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
            + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11\">",
        coordinate(whole), coordinate(height), coordinate(whole), coordinate(height));
    line("<title>%s</title>", Markup.escape(Markup.oneLine(title)));
    svg.append(PlanStyle.of(picture.paints()));
    line("<rect class=\"ground\" width=\"100%%\" height=\"100%%\"/>");
    header(title, whole - 2 * MARGIN);
    svg.append(legend.markup(MARGIN, 70));
    if (picture.blocks().isEmpty()) {
      line("</svg>");
      return svg.toString();
    }
    grid();
    line("<g class=\"blocks\">");
    picture.blocks().forEach(this::block);
    line("</g>");
    marks();
    opStrip();
    profile(top + ARENA_HEIGHT + STRIP + 34);
    line("</svg>");
    return svg.toString();
  }

  private void header(String title, double limit) {
    String heading = FontWidths.fit(Markup.oneLine(title), 16, true, limit);
    line(
        "<text class=\"ink\" x=\"%s\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>",
        coordinate(MARGIN), Markup.escape(heading));
    String device = Markup.oneLine(picture.device());
    headerLine(44, "Memory plan on " + device + ": " + picture.arenaLine(), limit);
    headerLine(60, picture.totalsLine(), limit);
  }

  private void headerLine(double y, String text, double limit) {
    line(
        "<text class=\"soft\" x=\"%s\" y=\"%s\" font-size=\"12\">%s</text>",
        coordinate(MARGIN), coordinate(y), Markup.escape(FontWidths.fit(text, 12, false, limit)));
  }

  private double x(double op) {
    return LEFT + width * op / picture.ops().size();
  }

  private double y(double address) {
    return top + ARENA_HEIGHT * (1 - address / picture.arenaBytes());
  }

  private void grid() {
    line(
        "<rect class=\"plot\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        coordinate(LEFT), coordinate(top), coordinate(width), coordinate(ARENA_HEIGHT));
    for (long tick : Ticks.ofBytes(picture.arenaBytes())) {
      line(
          "<path class=\"grid\" d=\"M%s,%s h%s\"/>",
          coordinate(LEFT - 4), coordinate(y(tick)), coordinate(width + 4));
      line(
          "<text class=\"soft\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>",
          coordinate(LEFT - 8), coordinate(y(tick) + 4), Ticks.label(tick));
    }
  }

  private void block(Block block) {
    double left = x(block.first());
    double wide = x(block.last() + 1) - left;
    double above = y(block.end());
    double high = y(block.offset()) - above;
    line("<g>");
    line("<title>%s</title>", Markup.escape(picture.describe(block)));
    line(
        "<rect class=\"block %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        picture.paint(block).id(),
        coordinate(left),
        coordinate(above),
        coordinate(wide),
        coordinate(high));
    blockLabel(block, left + wide / 2, above + high / 2, wide, high);
    line("</g>");
  }

  /// The name and the size, upright in a narrow block, as far as there is room.
  private void blockLabel(Block block, double x, double y, double wide, double high) {
    boolean upright = wide < LEAST_LABEL && high > LEAST_LABEL;
    double length = (upright ? high : wide) - 8;
    double room = upright ? wide : high;
    String name = shortName(block, length);
    if (room < TEXT + 3 || name.isEmpty()) {
      return;
    }
    String bytes = ByteSizes.human(block.bytes());
    boolean twoLines = room >= 2 * TEXT + 8 && FontWidths.of(bytes, TEXT, false) <= length;
    line(
        "<g class=\"label\" transform=\"translate(%s %s)%s\">",
        coordinate(x), coordinate(y), upright ? " rotate(-90)" : "");
    line("<text y=\"%s\">%s</text>", twoLines ? "-2" : "3.5", Markup.escape(name));
    if (twoLines) {
      line("<text y=\"%s\">%s</text>", coordinate(TEXT + 1), bytes);
    }
    line("</g>");
  }

  /// The name, or as many of its last parts as there is room for, or the middle cut out of its very
  /// last; empty if that says nothing.
  private static String shortName(Block block, double limit) {
    String name = Markup.oneLine(block.name());
    String shown = name;
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (FontWidths.of(shown, TEXT, false) <= limit) {
        return shown;
      }
      shown = "…" + name.substring(slash);
    }
    if (FontWidths.of(shown, TEXT, false) <= limit) {
      return shown;
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    String fitting = FontWidths.fit(last, TEXT, false, limit);
    return fitting.length() < Math.min(LEAST_LETTERS, last.length()) ? "" : fitting;
  }

  /// The peak's column, the lower bound and the arena's end.
  private void marks() {
    Op peak = picture.ops().get(picture.peakOp());
    double wide = Math.max(2, x(peak.index() + 1) - x(peak.index()));
    line("<g>");
    line(
        "<title>%s</title>",
        Markup.escape(
            "the most bytes are alive at op %d %s: %s"
                .formatted(peak.index(), peak.name(), ByteSizes.exact(peak.liveBytes()))));
    line(
        "<rect class=\"peak\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        coordinate(x(peak.index())),
        coordinate(top - 6),
        coordinate(wide),
        coordinate(ARENA_HEIGHT + STRIP + 12));
    line("</g>");
    double centre = x(peak.index()) + wide / 2;
    boolean left = centre > LEFT + width / 2;
    line(
        "<text class=\"peak-label\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">peak: op %d, %s</text>",
        coordinate(centre),
        coordinate(top - 10),
        left ? "end" : "start",
        peak.index(),
        Markup.escape(FontWidths.fit(Markup.oneLine(peak.name()), 11, true, width / 2 - 80)));
    bound();
  }

  private void bound() {
    double lower = y(picture.lowerBound());
    line(
        "<path class=\"bound\" d=\"M%s,%s h%s\"/>",
        coordinate(LEFT), coordinate(lower), coordinate(width + 6));
    boolean tight = picture.arenaBytes() == picture.lowerBound();
    if (!tight) {
      sideLabel("soft", "arena", picture.arenaBytes(), top - 2);
    }
    double room = tight ? lower + 4 : Math.max(lower + 4, top + 26);
    sideLabel(
        "bound-label", tight ? "arena = lower bound" : "lower bound", picture.lowerBound(), room);
  }

  private void sideLabel(String style, String text, long bytes, double y) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, coordinate(LEFT + width + 10), coordinate(y), text);
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, coordinate(LEFT + width + 10), coordinate(y + 13), ByteSizes.human(bytes));
  }

  /// A cell in the colour of each op, and the ops' numbers.
  private void opStrip() {
    double y = top + ARENA_HEIGHT + 3;
    for (Op op : picture.ops()) {
      String text =
          "op %d %s\n%s, %s\n%s alive"
              .formatted(
                  op.index(),
                  op.name(),
                  op.type(),
                  op.algorithm(),
                  ByteSizes.exact(op.liveBytes()));
      line(
          "<rect class=\"op %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>",
          Paint.of(op.kind()).id(),
          coordinate(x(op.index())),
          coordinate(y),
          coordinate(x(op.index() + 1) - x(op.index())),
          coordinate(STRIP - 3),
          Markup.escape(text));
    }
    int most = (int) (width / TICK_GAP);
    for (long tick : Ticks.ofOps(picture.ops().size(), most)) {
      line(
          "<text class=\"soft\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%d</text>",
          coordinate(x(tick + 0.5)), coordinate(y + STRIP + 10), tick);
    }
    line(
        "<text class=\"soft\" x=\"%s\" y=\"%s\">op</text>",
        coordinate(LEFT + width + 10), coordinate(y + STRIP + 10));
  }

  /// The bytes alive at each op, against the arena.
  private void profile(double above) {
    double below = above + PROFILE_HEIGHT;
    line(
        "<rect class=\"plot\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        coordinate(LEFT), coordinate(above), coordinate(width), coordinate(PROFILE_HEIGHT));
    StringBuilder path = new StringBuilder("M" + coordinate(LEFT) + "," + coordinate(below));
    for (Op op : picture.ops()) {
      double height = below - PROFILE_HEIGHT * op.liveBytes() / picture.arenaBytes();
      path.append(" V").append(coordinate(height));
      path.append(" H").append(coordinate(x(op.index() + 1)));
    }
    line("<path class=\"profile\" d=\"%s V%s Z\"/>", path, coordinate(below));
    line(
        "<text class=\"soft\" x=\"%s\" y=\"%s\" text-anchor=\"end\">alive</text>",
        coordinate(LEFT - 8), coordinate(above + PROFILE_HEIGHT / 2 + 4));
    line(
        "<text class=\"soft\" x=\"%s\" y=\"%s\">bytes alive,</text>",
        coordinate(LEFT + width + 10), coordinate(above + PROFILE_HEIGHT / 2 - 2));
    line(
        "<text class=\"soft\" x=\"%s\" y=\"%s\">of the arena</text>",
        coordinate(LEFT + width + 10), coordinate(above + PROFILE_HEIGHT / 2 + 11));
  }

  /// At most three digits after the point.
  private static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  @FormatMethod
  private void line(@FormatString String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
