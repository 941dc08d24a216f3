package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.internal.FontWidths;
import io.scopegraph.drawing.internal.Markup;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The row above an SVG picture that explains the colours that occur in it.
record SvgLegend(ImmutableList<Entry> entries, double width, double height) {
  /// The colour of variables with several users, and of their edges.
  static final String SHARED = "#d9480f";

  private static final double ROW = 20;
  private static final double SWATCH = 12;
  private static final double GAP = 16;
  private static final double LEAST_WIDTH = 640;
  private static final String NOTE =
      "Edges carry shapes; ? is not known before running; the element type is float32 unless named.";

  /// A swatch and its meaning, at a place.
  record Entry(String fill, String stroke, String label, double x, double y) {}

  static SvgLegend of(PlacedPicture placed) {
    double limit = Math.max(LEAST_WIDTH, placed.width());
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    double x = 0;
    double y = 0;
    double widest = FontWidths.of(NOTE, BoxText.DETAIL_SIZE, false);
    Set<OpKind> kinds = EnumSet.noneOf(OpKind.class);
    boolean shared = placed.view().edges().stream().anyMatch(MergedEdge::shared);
    for (Box box : placed.view().leaves()) {
      if (!box.isScope()) {
        kinds.add(placed.view().picture().node(box.id()).kind());
      }
    }
    for (OpKind kind : kinds) {
      double width = widthOf(kind.label());
      if (x > 0 && x + width > limit) {
        x = 0;
        y += ROW;
      }
      entries.add(new Entry(kind.fill(), kind.stroke(), kind.label(), x, y));
      x += width;
      widest = Math.max(widest, x);
    }
    if (shared) {
      String label = "variable with several users";
      if (x + widthOf(label) > limit) {
        x = 0;
        y += ROW;
      }
      entries.add(new Entry(OpKind.VARIABLE.fill(), SHARED, label, x, y));
      widest = Math.max(widest, x + widthOf(label));
    }
    return new SvgLegend(entries.build(), widest, y + 2 * ROW + GAP);
  }

  private static double widthOf(String label) {
    return SWATCH + 6 + FontWidths.of(label, BoxText.DETAIL_SIZE, false) + GAP;
  }

  String markup(double margin) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      double x = margin + entry.x();
      double y = margin + entry.y();
      text.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%s\" y=\"%s\" width=\"12\" height=\"12\" rx=\"3\" fill=\"%s\" stroke=\"%s\""
                  + " stroke-width=\"%s\"/>%n<text x=\"%s\" y=\"%s\">%s</text>%n",
              Markup.number(x),
              Markup.number(y),
              entry.fill(),
              entry.stroke(),
              entry.stroke().equals(SHARED) ? "2.6" : "1.2",
              Markup.number(x + SWATCH + 6),
              Markup.number(y + 10),
              Markup.escape(entry.label())));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" fill=\"#475569\">%s</text>%n",
                Markup.number(margin),
                Markup.number(margin + height - GAP - 8),
                Markup.escape(NOTE)))
        .toString()
        .replace(System.lineSeparator(), "\n");
  }
}
