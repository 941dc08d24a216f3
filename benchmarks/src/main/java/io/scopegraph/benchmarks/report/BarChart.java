package io.scopegraph.benchmarks.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;

/// Draws speeds as bars in SVG, on a logarithmic scale: as far to the right of 1 as a case is
/// faster, as far to the left as it is slower; a thin line from the least to the greatest round.
/// One file without scripts, fonts or references to others; dark where the reader's desktop is.
public final class BarChart {
  private static final double WIDTH = 960;
  private static final double LABELS = 330;
  private static final double RIGHT = 60;
  private static final double LINE = 19;
  private static final double BAR = 11;
  private static final double HEAD = 84;
  private static final double SECTION = 34;
  private static final double[] TICKS = {0.25, 0.5, 0.8, 1, 1.25, 1.6, 2, 2.5, 3, 4, 6, 8};

  private static final String STYLE =
      """
      <style>
        .ground { fill: #ffffff; } text { fill: #1f2328; } .quiet { fill: #59636e; }
        .tick { stroke: #d1d9e0; } .one { stroke: #59636e; stroke-width: 1.5; }
        .faster { fill: #2f7d4f; } .slower { fill: #b4532a; } .spread { stroke: #1f2328; }
        @media (prefers-color-scheme: dark) {
          .ground { fill: #0d1117; } text { fill: #e6edf3; } .quiet { fill: #9198a1; }
          .tick { stroke: #2f353d; } .one { stroke: #9198a1; }
          .faster { fill: #4ca672; } .slower { fill: #d9784a; } .spread { stroke: #e6edf3; }
        }
      </style>
      """;

  private final StringBuilder svg = new StringBuilder();
  private final List<Section> sections;
  private final double least;
  private final double greatest;
  private final double height;

  private BarChart(List<Section> sections) {
    this.sections = sections.stream().filter(section -> !section.bars().isEmpty()).toList();
    List<Bar> bars = this.sections.stream().flatMap(section -> section.bars().stream()).toList();
    least = Math.min(0.8, 0.95 * bars.stream().mapToDouble(b -> b.speed().least()).min().orElse(1));
    greatest =
        Math.max(1.25, 1.05 * bars.stream().mapToDouble(b -> b.speed().greatest()).max().orElse(1));
    height = HEAD + this.sections.size() * SECTION + bars.size() * LINE + 20;
  }

  /// The SVG document.
  public static String write(Circumstances circumstances, List<Section> sections) {
    return new BarChart(sections).document(circumstances);
  }

  private String document(Circumstances circumstances) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\""
            + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    line("<title>Speed beside other engines</title>");
    svg.append(STYLE);
    line("<rect class=\"ground\" width=\"100%%\" height=\"100%%\"/>");
    line(
        "<text x=\"14\" y=\"26\" font-size=\"16\" font-weight=\"bold\">Speed beside other engines</text>");
    line(
        "<text class=\"quiet\" x=\"14\" y=\"44\">%s, %d cores; JVM %s; %s</text>",
        escape(circumstances.processor()),
        circumstances.cores(),
        escape(circumstances.jvm()),
        escape(circumstances.engines().toString()));
    ticks();
    double y = HEAD;
    for (Section section : sections) {
      line(
          "<text x=\"14\" y=\"%.1f\" font-weight=\"bold\">%s</text>",
          y + 20, escape(section.title()));
      y += SECTION;
      for (Bar bar : section.bars()) {
        bar(bar, y);
        y += LINE;
      }
    }
    line("</svg>");
    return svg.toString();
  }

  private void ticks() {
    for (double tick : TICKS) {
      if (tick < least || tick > greatest) {
        continue;
      }
      double x = across(tick);
      line(
          "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
          tick == 1 ? "one" : "tick", x, HEAD - 6, x, height - 12);
      line(
          "<text class=\"quiet\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
          x, HEAD - 12, number(tick));
    }
  }

  private void bar(Bar bar, double y) {
    double speed = bar.speed().median();
    double from = Math.min(across(1), across(speed));
    double to = Math.max(across(1), across(speed));
    double middle = y + LINE / 2;
    line("<g><title>%s: %s</title>", escape(bar.label()), bar.speed());
    line(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
        LABELS - 10, middle + 4, escape(bar.label()));
    line(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"1.5\"/>",
        speed >= 1 ? "faster" : "slower", from, middle - BAR / 2, Math.max(1, to - from), BAR);
    double end = across(bar.speed().greatest());
    line(
        "<line class=\"spread\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        across(bar.speed().least()), middle, end, middle);
    line(
        "<text class=\"quiet\" x=\"%.1f\" y=\"%.1f\" font-size=\"11\">%.2f</text></g>",
        Math.max(end, to) + 6, middle + 4, speed);
  }

  private double across(double speed) {
    double share = Math.log(speed / least) / Math.log(greatest / least);
    return LABELS + share * (WIDTH - LABELS - RIGHT);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  @FormatMethod
  private void line(@FormatString String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
