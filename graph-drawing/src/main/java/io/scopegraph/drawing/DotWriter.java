package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.internal.Markup;
import java.util.stream.Collectors;

/// Writes a picture as Graphviz text, with a cluster for each scope; `dot -Tsvg` draws it.
public final class DotWriter {
  private final GraphPicture picture;
  private final StringBuilder dot = new StringBuilder();

  private DotWriter(GraphPicture picture) {
    this.picture = picture;
  }

  /// The text, with all scopes opened.
  ///
  /// @param title the name of the graph
  public static String write(GraphPicture picture, String title) {
    return new DotWriter(picture).graph(title);
  }

  private String graph(String title) {
    dot.append("digraph ").append(quote(title)).append(" {\n");
    dot.append(
        "  node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", fontsize=11]\n");
    dot.append("  edge [fontname=\"Helvetica\", fontsize=9, color=\"#64748b\"]\n");
    dot.append("  graph [fontname=\"Helvetica\", fontsize=11, style=rounded, color=\"#9fb1c7\"]\n");
    content(picture.root(), "  ");
    PictureView view = PictureView.of(picture, Integer.MAX_VALUE);
    for (MergedEdge edge : view.edges()) {
      dot.append(
          "  %s -> %s [label=%s".formatted(edge.source(), edge.target(), quote(edge.label())));
      dot.append(edge.shared() ? ", color=" + quote(SvgLegend.SHARED) : "").append("]\n");
    }
    return dot.append("}\n").toString();
  }

  private void content(Scope scope, String indent) {
    for (int id : scope.nodes()) {
      node(picture.node(id), indent);
    }
    for (int id : scope.scopes()) {
      Scope inner = picture.scope(id);
      dot.append(indent)
          .append("subgraph ")
          .append(quote("cluster_" + Box.scope(id)))
          .append(" {\n");
      dot.append(indent).append("  label=").append(quote(inner.label())).append('\n');
      content(inner, indent + "  ");
      dot.append(indent).append("}\n");
    }
  }

  private void node(PictureNode node, String indent) {
    ImmutableList<BoxText.Line> lines = BoxText.of(node).lines();
    String label = lines.stream().map(BoxText.Line::text).collect(Collectors.joining("\n"));
    dot.append(indent).append(Box.node(node.id())).append(" [label=").append(quote(label));
    dot.append(", tooltip=").append(quote(node.name()));
    dot.append(", fillcolor=").append(quote(node.kind().fill()));
    dot.append(", color=")
        .append(quote(node.isShared() ? SvgLegend.SHARED : node.kind().stroke()))
        .append(node.isShared() ? ", penwidth=2.5]\n" : "]\n");
  }

  /// A string of the DOT language. Line ends become `\n`, and every other backslash is doubled, as
  /// the language gives backslashes in labels a meaning.
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            default -> quoted.append(Markup.oneLine(Character.toString(point)));
          }
        });
    return quoted.append('"').toString();
  }
}
