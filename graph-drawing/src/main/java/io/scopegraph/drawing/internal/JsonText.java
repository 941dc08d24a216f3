package io.scopegraph.drawing.internal;

import java.util.List;
import java.util.Map;

/// Writes maps, lists, strings, numbers and booleans as JSON that is safe inside of an HTML
/// `script` element: `<`, `>`, `&` and the line separators are escaped.
public final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  public static String of(Object value) {
    JsonText json = new JsonText();
    json.append(value);
    return json.text.toString();
  }

  private void append(Object value) {
    switch (value) {
      case Map<?, ?> map -> appendMap(map);
      case List<?> list -> appendList(list);
      case Double number -> text.append(Markup.number(number));
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> appendString(value.toString());
    }
  }

  private void appendMap(Map<?, ?> map) {
    String separator = "{";
    for (Map.Entry<?, ?> each : map.entrySet()) {
      text.append(separator);
      appendString(String.valueOf(each.getKey()));
      text.append(':');
      append(each.getValue());
      separator = ",";
    }
    text.append(map.isEmpty() ? "{}" : "}");
  }

  /// Lists of maps have one map a line.
  private void appendList(List<?> list) {
    String separator = "[";
    for (Object each : list) {
      text.append(separator);
      if (each instanceof Map) {
        text.append('\n');
      }
      append(each);
      separator = ",";
    }
    text.append(list.isEmpty() ? "[]" : "]");
  }

  private void appendString(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char character = string.charAt(i);
      boolean plain =
          character >= ' '
              && "\"\\<>&\u007f\u2028\u2029".indexOf(character) < 0
              && !Character.isSurrogate(character);
      if (plain || isPaired(string, i)) {
        text.append(character);
      } else {
        text.append("\\u").append(String.format("%04x", (int) character));
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String string, int at) {
    char character = string.charAt(at);
    if (Character.isHighSurrogate(character)) {
      return at + 1 < string.length() && Character.isLowSurrogate(string.charAt(at + 1));
    }
    return Character.isLowSurrogate(character)
        && at > 0
        && Character.isHighSurrogate(string.charAt(at - 1));
  }
}
