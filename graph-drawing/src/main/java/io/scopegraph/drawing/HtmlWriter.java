package io.scopegraph.drawing;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.drawing.internal.JsonText;
import io.scopegraph.drawing.internal.Markup;
import io.scopegraph.drawing.internal.PageTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes a picture as one HTML page that needs no network. In it scopes open and close on a click,
/// the picture moves and zooms with the mouse, and names can be searched.
public final class HtmlWriter {
  /// As many boxes as a page may begin with and still be taken in at a glance.
  public static final int READABLE_BOXES = 40;

  private final GraphPicture picture;

  private HtmlWriter(GraphPicture picture) {
    this.picture = picture;
  }

  /// The page.
  ///
  /// @param title the heading
  /// @param depth when the page is opened, scopes with fewer scopes around them are open
  public static String write(GraphPicture picture, String title, int depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("The depth must not be negative: " + depth);
    }
    Totals totals = picture.root().totals();
    Map<String, String> parts =
        Map.of(
            "title", Markup.escape(Markup.oneLine(title)),
            "summary", Markup.escape(totals.counts() + separated(totals.parametersText())),
            "data", JsonText.of(new HtmlWriter(picture).data(depth)));
    return new PageTemplate(HtmlWriter.class, "page.html").fill(parts);
  }

  private static String separated(String text) {
    return text.isEmpty() ? "" : ", " + text;
  }

  private Map<String, Object> data(int depth) {
    return ImmutableMap.<String, Object>builder()
        .put("open", PictureView.of(picture, depth).open().asList())
        .put("sharedColour", SvgLegend.SHARED)
        .put("marginY", BoxText.MARGIN_Y)
        .put("leading", BoxText.LEADING)
        .put("kinds", Maps.toMap(Arrays.asList(OpKind.values()), HtmlWriter::kind))
        .put("scopes", picture.scopes().stream().map(this::scope).toList())
        .put("nodes", picture.nodes().stream().map(this::node).toList())
        .put("links", picture.links().stream().map(HtmlWriter::link).toList())
        .buildOrThrow();
  }

  private static Map<String, Object> kind(OpKind kind) {
    return ImmutableMap.of(
        "label", kind.label(),
        "fill", kind.fill(),
        "stroke", kind.stroke(),
        "round", kind.isRound());
  }

  private Map<String, Object> scope(Scope scope) {
    BoxText text = BoxText.of(scope);
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("holds", scope.totals().counts()));
    scope.totals().ops().forEach((type, count) -> facts.add(List.of(type, String.valueOf(count))));
    if (scope.totals().parameters() > 0) {
      facts.add(List.of("parameters", scope.totals().parametersText()));
    }
    return ImmutableMap.<String, Object>builder()
        .put("id", scope.id())
        .put("parent", scope.parent())
        .put("depth", picture.depth(scope.id()))
        .put("name", scope.path())
        .put("title", text.lines().getFirst().text())
        .put("titleWidth", text.lines().getFirst().width() + BoxText.TITLE_SIZE)
        .put("scopes", scope.scopes())
        .put("nodes", scope.nodes())
        .put("first", first(scope))
        .put("lines", lines(text))
        .put("width", text.width() + BoxText.TITLE_SIZE)
        .put("height", text.height())
        .put("facts", facts)
        .buildOrThrow();
  }

  /// The id of the first node inside at any depth.
  private int first(Scope scope) {
    int first = scope.nodes().isEmpty() ? Integer.MAX_VALUE : scope.nodes().getFirst();
    for (int inner : scope.scopes()) {
      first = Math.min(first, first(picture.scope(inner)));
    }
    return first;
  }

  private Map<String, Object> node(PictureNode node) {
    BoxText text = BoxText.of(node);
    return ImmutableMap.<String, Object>builder()
        .put("id", node.id())
        .put("scope", node.scope())
        .put("name", node.name())
        .put("kind", node.kind().name())
        .put("shared", node.isShared())
        .put("lines", lines(text))
        .put("width", text.width())
        .put("height", text.height())
        .put("facts", HoverText.facts(node).entries().stream().map(HtmlWriter::pair).toList())
        .buildOrThrow();
  }

  private static List<String> pair(Map.Entry<String, String> entry) {
    return List.of(entry.getKey(), entry.getValue());
  }

  private static List<String> lines(BoxText text) {
    return text.lines().stream().map(BoxText.Line::text).toList();
  }

  private static Map<String, Object> link(Link link) {
    return ImmutableMap.<String, Object>builder()
        .put("source", link.source())
        .put("target", link.target())
        .put("tensor", link.tensor())
        .put("input", link.input())
        .put("shape", ShapeLabel.of(link.spec()))
        .put("spec", link.spec().toString())
        .buildOrThrow();
  }
}
