package io.scopegraph.drawing;

import io.scopegraph.drawing.internal.Markup;

/// Writes the scopes of a picture as a tree of text lines with their op counts and parameters.
public final class TextWriter {
  private final GraphPicture picture;
  private final int depth;
  private final StringBuilder text = new StringBuilder();

  private TextWriter(GraphPicture picture, int depth) {
    this.picture = picture;
    this.depth = depth;
  }

  /// The tree, each line ended by a newline.
  ///
  /// @param title the first line
  /// @param depth the content of scopes with more scopes around them is left out
  public static String write(GraphPicture picture, String title, int depth) {
    TextWriter writer = new TextWriter(picture, depth);
    writer.text.append(Markup.oneLine(title)).append(summary(picture.root())).append('\n');
    writer.content(picture.root(), "");
    return writer.text.toString();
  }

  private static String summary(Scope scope) {
    String parameters = scope.totals().parametersText();
    return "  (" + scope.totals().counts() + (parameters.isEmpty() ? "" : ", " + parameters) + ")";
  }

  private void content(Scope scope, String indent) {
    int left = scope.nodes().size() + scope.scopes().size();
    for (int id : scope.nodes()) {
      left--;
      line(indent, left == 0, node(picture.node(id)));
    }
    for (int id : scope.scopes()) {
      left--;
      Scope inner = picture.scope(id);
      boolean closed = picture.depth(id) > depth;
      String ops = closed ? "  " + inner.totals().commonestOps(3) : "";
      line(indent, left == 0, Markup.oneLine(inner.label()) + "/" + summary(inner) + ops);
      if (!closed) {
        content(inner, indent + (left == 0 ? "   " : "│  "));
      }
    }
  }

  private void line(String indent, boolean last, String content) {
    text.append(indent).append(last ? "└─ " : "├─ ").append(content).append('\n');
  }

  private static String node(PictureNode node) {
    StringBuilder line = new StringBuilder(Markup.oneLine(node.label()));
    line.append("  ").append(node.type());
    if (!node.detail().isEmpty()) {
      line.append(' ').append(node.detail());
    }
    node.outputs().forEach(spec -> line.append("  ").append(spec));
    if (node.parameterBytes() > 0) {
      line.append("  ").append(ByteLabel.of(node.parameterBytes()));
    }
    if (node.isShared()) {
      line.append("  shared by ").append(node.users());
    }
    return line.toString();
  }
}
