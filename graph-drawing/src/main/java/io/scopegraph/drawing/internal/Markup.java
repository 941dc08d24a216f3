package io.scopegraph.drawing.internal;

import java.util.Locale;

/// Text that is safe inside of XML and HTML, in content and in quoted attributes.
public final class Markup {
  private Markup() {}

  /// The text with its special characters escaped; what XML 1.0 cannot hold becomes U+FFFD.
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  /// The text with control characters, line ends among them, and unpaired surrogates replaced.
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          boolean plain = isAllowed(point) && !Character.isISOControl(point);
          line.appendCodePoint(plain && !isLineEnd(point) ? point : 0xFFFD);
        });
    return line.toString();
  }

  private static boolean isLineEnd(int point) {
    return point == 0x2028 || point == 0x2029;
  }

  private static boolean isAllowed(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }

  /// A number with at most one digit after the point.
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
