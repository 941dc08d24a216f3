package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.PictureNode.InlineConstant;
import io.scopegraph.drawing.internal.FontWidths;
import io.scopegraph.drawing.internal.Markup;
import java.util.Locale;

/// The lines in a box, and the size that the box needs for them.
record BoxText(ImmutableList<Line> lines, double width, double height) {
  /// The size of the first line, which is the title.
  static final double TITLE_SIZE = 12;

  /// The size of the other lines.
  static final double DETAIL_SIZE = 10;

  /// From one line to the next, as a multiple of the line's size.
  static final double LEADING = 1.35;

  static final double MARGIN_X = 10;
  static final double MARGIN_Y = 6;

  private static final double WIDEST_LINE = 220;
  private static final double LEAST_WIDTH = 56;
  private static final int CONSTANTS_SHOWN = 3;

  /// A line of text.
  record Line(String text, boolean title) {
    double size() {
      return title ? TITLE_SIZE : DETAIL_SIZE;
    }

    double width() {
      return FontWidths.of(text, size(), title);
    }
  }

  static BoxText of(PictureNode node) {
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    lines.add(title(node.label()));
    switch (node.kind()) {
      case VARIABLE -> {
        lines.add(detail(specs(node) + " · " + ByteLabel.of(node.parameterBytes())));
        if (node.isShared()) {
          lines.add(detail("shared by " + node.users()));
        }
      }
      case CONSTANT, OUTPUT, PLACEHOLDER -> lines.add(detail(specs(node)));
      case ACTIVATION, CONVOLUTION, ELEMENTWISE, LAYOUT, MATRIX, NORMALISATION, POOLING -> {
        String type = isToldByLabel(node) ? "" : node.type();
        String gap = type.isEmpty() || node.detail().isEmpty() ? "" : " ";
        if (!(type + node.detail()).isEmpty()) {
          lines.add(detail(type + gap + node.detail()));
        }
      }
    }
    addConstants(node, lines);
    return sized(lines.build());
  }

  private static String specs(PictureNode node) {
    return ShapeLabel.of(node.outputs().getFirst());
  }

  private static boolean isToldByLabel(PictureNode node) {
    String label = node.label().toLowerCase(Locale.ROOT);
    return label.contains(node.type().toLowerCase(Locale.ROOT));
  }

  private static void addConstants(PictureNode node, ImmutableList.Builder<Line> lines) {
    int count = node.constants().size();
    int shown = count > CONSTANTS_SHOWN ? CONSTANTS_SHOWN - 1 : count;
    for (InlineConstant constant : node.constants().subList(0, shown)) {
      String value =
          constant.preview().isEmpty() ? ShapeLabel.of(constant.spec()) : constant.preview();
      lines.add(detail("• " + value));
    }
    if (shown < count) {
      lines.add(detail("• " + (count - shown) + " more constants"));
    }
  }

  /// The text of a closed scope.
  static BoxText of(Scope scope) {
    Totals totals = scope.totals();
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    lines.add(title(scope.label()));
    lines.add(detail(totals.counts()));
    if (totals.opCount() > 0) {
      lines.add(detail(totals.commonestOps(2)));
    }
    if (totals.parameters() > 0) {
      lines.add(detail(ByteLabel.of(totals.parameterBytes()) + " of parameters"));
    }
    return sized(lines.build());
  }

  private static Line title(String text) {
    return new Line(FontWidths.fit(Markup.oneLine(text), TITLE_SIZE, true, WIDEST_LINE), true);
  }

  private static Line detail(String text) {
    return new Line(FontWidths.fit(Markup.oneLine(text), DETAIL_SIZE, false, WIDEST_LINE), false);
  }

  private static BoxText sized(ImmutableList<Line> lines) {
    double width = lines.stream().mapToDouble(Line::width).max().orElse(0) + 2 * MARGIN_X;
    double height = lines.stream().mapToDouble(line -> line.size() * LEADING).sum() + 2 * MARGIN_Y;
    return new BoxText(lines, Math.max(LEAST_WIDTH, Math.ceil(width)), Math.ceil(height));
  }
}
