package io.scopegraph.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Protobuf messages as text, just as TensorFlow writes it: one field a line in the order of their
/// numbers, entries of maps by key, nothing but ASCII.
final class ProtoText {
  private final Appendable text;
  private int depth;

  private ProtoText(Appendable text) {
    this.text = text;
  }

  static void write(Message message, Appendable text) throws IOException {
    new ProtoText(text).fields(message);
  }

  private void fields(Message message) throws IOException {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (!field.isRepeated()) {
        field(field, entry.getValue());
        continue;
      }
      for (Object element : elements(field, entry.getValue())) {
        field(field, element);
      }
    }
  }

  private static List<?> elements(FieldDescriptor field, Object value) {
    List<?> elements = (List<?>) value;
    if (!field.isMapField()) {
      return elements;
    }
    FieldDescriptor key = field.getMessageType().findFieldByName("key");
    return elements.stream()
        .sorted(Comparator.comparing(entry -> (String) ((Message) entry).getField(key)))
        .toList();
  }

  private void field(FieldDescriptor field, Object value) throws IOException {
    indent();
    text.append(field.getName());
    if (value instanceof Message message) {
      text.append(" {\n");
      depth++;
      fields(message);
      depth--;
      indent();
      text.append("}\n");
      return;
    }
    text.append(": ");
    switch (value) {
      case ByteString bytes -> quoted(bytes);
      case String string -> quoted(ByteString.copyFrom(string, StandardCharsets.UTF_8));
      case EnumValueDescriptor constant ->
          text.append(
              constant.getIndex() < 0
                  ? Integer.toString(constant.getNumber())
                  : constant.getName());
      case Float number -> text.append(decimal(number, Float.toString(number)));
      case Double number -> text.append(decimal(number, Double.toString(number)));
      default -> text.append(value.toString());
    }
    text.append('\n');
  }

  private void indent() throws IOException {
    for (int i = 0; i < depth; i++) {
      text.append("  ");
    }
  }

  private void quoted(ByteString bytes) throws IOException {
    text.append('"');
    for (int i = 0; i < bytes.size(); i++) {
      int each = bytes.byteAt(i) & 0xFF;
      switch (each) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\'' -> text.append("\\'");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (each >= 0x20 && each < 0x7F) {
            text.append((char) each);
          } else {
            octal(each);
          }
        }
      }
    }
    text.append('"');
  }

  private void octal(int each) throws IOException {
    text.append('\\')
        .append((char) ('0' + (each >> 6)))
        .append((char) ('0' + ((each >> 3) & 7)))
        .append((char) ('0' + (each & 7)));
  }

  /// Python's form of a number: with a fraction, or with an exponent of two digits and more if that
  /// is below -4 or above 15.
  ///
  /// @param shortest the shortest decimal that gives the number back, in Java's form
  static String decimal(double value, String shortest) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return shortest;
    }
    BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = exact.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = exact.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(
            value < 0 ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
