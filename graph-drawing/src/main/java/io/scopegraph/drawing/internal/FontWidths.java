package io.scopegraph.drawing.internal;

/// An upper bound of the width of text in any usual sans-serif font. A picture does not carry its
/// font, so boxes are sized for the widest one in use, DejaVu Sans, and a little more.
public final class FontWidths {
  /// Em widths of the printable ASCII characters, from the space on.
  private static final double[] ASCII = new double[95];

  /// Wide enough for ideographs and symbols.
  private static final double OTHER = 1.05;

  /// Bold glyphs are up to this much wider.
  private static final double BOLD = 1.12;

  static {
    for (char character = ' '; character <= '~'; character++) {
      ASCII[character - ' '] = width(character);
    }
  }

  private FontWidths() {}

  /// The width of a line in pixels.
  public static double of(String text, double size, boolean bold) {
    double ems = text.codePoints().mapToDouble(FontWidths::ems).sum();
    return ems * size * (bold ? BOLD : 1);
  }

  /// The text, or its beginning and end around an ellipsis if it is wider than a number of pixels.
  public static String fit(String text, double size, boolean bold, double limit) {
    int[] points = text.codePoints().toArray();
    if (of(text, size, bold) <= limit) {
      return text;
    }
    for (int kept = points.length - 1; kept > 0; kept--) {
      int head = (kept + 1) / 2;
      String shorter =
          new String(points, 0, head)
              + "…"
              + new String(points, points.length - (kept - head), kept - head);
      if (of(shorter, size, bold) <= limit) {
        return shorter;
      }
    }
    return "…";
  }

  private static double ems(int point) {
    if (point >= ' ' && point <= '~') {
      return ASCII[point - ' '];
    }
    return point == '×' || point == '·' || point == 'é' ? 0.84 : OTHER;
  }

  private static double width(char character) {
    if ("ijl".indexOf(character) >= 0) {
      return 0.29;
    }
    if (" .,:;'|!I".indexOf(character) >= 0) {
      return 0.41;
    }
    if ("frt-()[]{}/\\\"`".indexOf(character) >= 0) {
      return 0.47;
    }
    if ("mwMW@%".indexOf(character) >= 0) {
      return 1.01;
    }
    if ("+<=>~^#ADGHNOQUC&_".indexOf(character) >= 0) {
      return 0.85;
    }
    return Character.isUpperCase(character) ? 0.71 : 0.65;
  }
}
