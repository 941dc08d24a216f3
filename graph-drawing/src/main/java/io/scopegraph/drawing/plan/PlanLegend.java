package io.scopegraph.drawing.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.internal.FontWidths;
import io.scopegraph.drawing.internal.Markup;
import java.util.List;
import java.util.Locale;

/// The rows that explain the colours.
record PlanLegend(ImmutableList<Entry> entries, double height) {
  private static final double ROW = 20;
  private static final double SWATCH = 18;
  private static final double GAP = 16;
  private static final double TEXT = 11;

  /// A swatch and its meaning, at a place.
  record Entry(Paint paint, double x, double y) {}

  /// The legend within a width.
  static PlanLegend of(List<Paint> paints, double limit) {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    double x = 0;
    double y = 0;
    for (Paint paint : paints) {
      double width = SWATCH + FontWidths.of(paint.label(), TEXT, false) + GAP;
      if (x > 0 && x + width > limit) {
        x = 0;
        y += ROW;
      }
      entries.add(new Entry(paint, x, y));
      x += width;
    }
    return new PlanLegend(entries.build(), paints.isEmpty() ? 0 : y + ROW);
  }

  String markup(double left, double top) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(
          String.format(
              Locale.ROOT,
              """
              <rect class="swatch %s" x="%s" y="%s" width="12" height="12" rx="2"/>
              <text class="soft" x="%s" y="%s">%s</text>
              """,
              entry.paint().id(),
              Markup.number(left + entry.x()),
              Markup.number(top + entry.y()),
              Markup.number(left + entry.x() + SWATCH),
              Markup.number(top + entry.y() + 10),
              Markup.escape(entry.paint().label())));
    }
    return text.toString();
  }
}
