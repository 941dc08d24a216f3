package io.scopegraph.drawing;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.drawing.PlacedPicture.Area;
import io.scopegraph.drawing.PlacedPicture.Label;
import io.scopegraph.drawing.PlacedPicture.Point;
import io.scopegraph.drawing.PlacedPicture.Wire;
import io.scopegraph.drawing.internal.FontWidths;
import io.scopegraph.drawing.internal.Markup;
import java.util.List;
import java.util.Locale;

/// Writes a picture as SVG: one file without scripts, fonts or references to others. Hovering shows
/// what is known of a box or an edge.
public final class SvgWriter {
  private static final double MARGIN = 12;
  private static final double CORNER = 6;

  private final PlacedPicture placed;
  private final GraphPicture picture;
  private final ImmutableListMultimap<Integer, Link> inputs;
  private final StringBuilder svg = new StringBuilder();

  private SvgWriter(PlacedPicture placed) {
    this.placed = placed;
    this.picture = placed.view().picture();
    this.inputs = Multimaps.index(picture.links(), Link::target);
  }

  /// The SVG document.
  ///
  /// @param title what the picture is called
  /// @param depth scopes with this many scopes around them, or more, are drawn closed
  public static String write(GraphPicture picture, String title, int depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("The depth must not be negative: " + depth);
    }
    return new SvgWriter(LayeredLayout.of(PictureView.of(picture, depth))).document(title);
  }

  private String document(String title) {
    SvgLegend legend = SvgLegend.of(placed);
    double width = Math.max(placed.width(), legend.width()) + 2 * MARGIN;
    double height = placed.height() + legend.height() + 2 * MARGIN;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
            + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"%s\" fill=\"#1a202c\">",
        Markup.number(width),
        Markup.number(height),
        Markup.number(width),
        Markup.number(height),
        Markup.number(BoxText.DETAIL_SIZE));
    line("<title>%s</title>", Markup.escape(title));
    line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    svg.append(legend.markup(MARGIN));
    line(
        "<g transform=\"translate(%s %s)\">",
        Markup.number((width - placed.width()) / 2), Markup.number(MARGIN + legend.height()));
    openScopes(picture.root());
    placed.wires().forEach(this::wire);
    placed.view().leaves().forEach(this::leaf);
    placed.wires().forEach(this::label);
    scopeTitles();
    line("</g>");
    line("</svg>");
    return svg.toString();
  }

  private void openScopes(Scope around) {
    for (int id : around.scopes()) {
      if (placed.view().open().contains(id)) {
        Scope scope = picture.scope(id);
        Area area = area(Box.scope(id));
        line("<g>");
        line("<title>%s</title>", Markup.escape(HoverText.of(scope)));
        rectangle(area, 8, picture.depth(id) % 2 == 1 ? "#f4f7fb" : "#ffffff", "#9fb1c7", 1);
        line("</g>");
        openScopes(scope);
      }
    }
  }

  /// Over the edges that pass the titles' strips.
  private void scopeTitles() {
    for (Scope scope : picture.scopes()) {
      Area area = placed.boxes().get(Box.scope(scope.id()));
      if (area != null && placed.view().open().contains(scope.id())) {
        String title = Markup.oneLine(scope.label());
        double limit = area.width() - 2 * BoxText.MARGIN_X;
        line(
            "<text x=\"%s\" y=\"%s\" font-size=\"%s\" font-weight=\"bold\" fill=\"#3b4a5f\""
                + " stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">%s</text>",
            Markup.number(area.x() + BoxText.MARGIN_X),
            Markup.number(area.y() + 17),
            Markup.number(BoxText.TITLE_SIZE),
            Markup.escape(FontWidths.fit(title, BoxText.TITLE_SIZE, true, limit)));
      }
    }
  }

  private void leaf(Box box) {
    line("<g>");
    if (box.isScope()) {
      closedScope(box);
    } else {
      node(box);
    }
    line("</g>");
  }

  private void closedScope(Box box) {
    Scope scope = picture.scope(box.id());
    Area area = area(box);
    line("<title>%s</title>", Markup.escape(HoverText.of(scope)));
    Area behind = new Area(area.x() + 3, area.y() + 3, area.width(), area.height());
    rectangle(behind, 8, "#dbe4ef", "#7b8ea8", 1);
    rectangle(area, 8, "#eef3f9", "#52657f", 1.4);
    text(BoxText.of(scope), area);
  }

  private void node(Box box) {
    PictureNode node = picture.node(box.id());
    Area area = area(box);
    line("<title>%s</title>", Markup.escape(HoverText.of(node, inputs.get(node.id()))));
    double radius = node.kind().isRound() ? Math.min(area.height() / 2, 16) : 4;
    boolean shared = node.isShared();
    rectangle(
        area,
        radius,
        node.kind().fill(),
        shared ? SvgLegend.SHARED : node.kind().stroke(),
        shared ? 2.6 : 1.2);
    text(BoxText.of(node), area);
  }

  private void rectangle(Area area, double radius, String fill, String stroke, double width) {
    line(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\" stroke=\"%s\""
            + " stroke-width=\"%s\"/>",
        Markup.number(area.x()),
        Markup.number(area.y()),
        Markup.number(area.width()),
        Markup.number(area.height()),
        Markup.number(radius),
        fill,
        stroke,
        Markup.number(width));
  }

  private void text(BoxText text, Area area) {
    double y = area.y() + (area.height() - text.height()) / 2 + BoxText.MARGIN_Y;
    for (BoxText.Line line : text.lines()) {
      y += line.size() * BoxText.LEADING;
      line(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\"%s>%s</text>",
          Markup.number(area.x() + area.width() / 2),
          Markup.number(y - line.size() * 0.4),
          line.title()
              ? " font-weight=\"bold\" font-size=\"" + Markup.number(BoxText.TITLE_SIZE) + "\""
              : " fill=\"#3f4a5a\"",
          Markup.escape(line.text()));
    }
  }

  private void wire(Wire wire) {
    MergedEdge edge = wire.edges().getFirst();
    String colour = edge.shared() ? SvgLegend.SHARED : "#64748b";
    line("<g>");
    line("<title>%s</title>", Markup.escape(HoverText.of(picture, wire.edges())));
    line(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"/>",
        path(wire.points()), colour, Markup.number(edge.tensors().size() > 1 ? 2 : 1.1));
    if (wire.isLast()) {
      arrow(wire.points(), colour);
    }
    line("</g>");
  }

  private void arrow(List<Point> points, String colour) {
    Point tip = points.getLast();
    double back = points.get(points.size() - 2).y() > tip.y() ? 6 : -6;
    line(
        "<path d=\"M%s,%s l-3.2,%s h6.4 z\" fill=\"%s\"/>",
        Markup.number(tip.x()), Markup.number(tip.y()), Markup.number(back), colour);
  }

  /// A line with rounded corners.
  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder("M" + pair(points.getFirst()));
    for (int i = 1; i < points.size() - 1; i++) {
      Point corner = points.get(i);
      double radius =
          Math.min(
              CORNER,
              Math.min(distance(points.get(i - 1), corner), distance(corner, points.get(i + 1)))
                  / 2);
      path.append(" L").append(pair(towards(corner, points.get(i - 1), radius)));
      path.append(" Q").append(pair(corner));
      path.append(" ").append(pair(towards(corner, points.get(i + 1), radius)));
    }
    return path.append(" L").append(pair(points.getLast())).toString();
  }

  private static double distance(Point a, Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  private static Point towards(Point from, Point to, double length) {
    double distance = distance(from, to);
    double part = distance == 0 ? 0 : length / distance;
    return new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
  }

  private static String pair(Point point) {
    return Markup.number(point.x()) + "," + Markup.number(point.y());
  }

  private void label(Wire wire) {
    Label label = wire.label();
    if (label != null) {
      line(
          "<text x=\"%s\" y=\"%s\" fill=\"#475569\" stroke=\"#ffffff\" stroke-width=\"3\""
              + " paint-order=\"stroke\">%s</text>",
          Markup.number(label.x()), Markup.number(label.y()), Markup.escape(label.text()));
    }
  }

  private Area area(Box box) {
    Area area = placed.boxes().get(box);
    if (area == null) {
      throw new IllegalStateException(box + " has no place");
    }
    return area;
  }

  @FormatMethod
  private void line(@FormatString String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
