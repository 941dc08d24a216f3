package io.scopegraph.io;

import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.tensor.Shape;
import java.util.HashSet;
import java.util.Set;

/// Reads the header's text, a Python dictionary with the keys `descr`, `fortran_order` and `shape`.
/// Order, quotes and spaces are free.
final class NpyHeaderParser {
  private static final int MAX_RANK = 64;

  private final String file;
  private final String text;
  private final int offset;
  private final int length;
  private int position;

  /// @param offset where in the file the text begins
  /// @param length bytes of the text in the file
  NpyHeaderParser(String file, String text, int offset, int length) {
    this.file = file;
    this.text = text;
    this.offset = offset;
    this.length = length;
  }

  NpyHeader parse() {
    String descr = null;
    Boolean fortran = null;
    Shape shape = null;
    Set<String> seen = new HashSet<>();
    expect('{');
    while (!accept('}')) {
      int at = position;
      String key = string();
      if (!seen.add(key)) {
        throw error(at, "key '%s' is given twice".formatted(key));
      }
      expect(':');
      switch (key) {
        case "descr" -> descr = description();
        case "fortran_order" -> fortran = bool();
        case "shape" -> shape = shape();
        default -> throw error(at, "unknown key '%s'".formatted(key));
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!text.substring(position).isBlank()) {
      throw error(position, "expected the end of the header");
    }
    if (descr == null || fortran == null || shape == null) {
      throw error(0, "expected the keys descr, fortran_order and shape, found " + seen);
    }
    return new NpyHeader(descr, fortran, shape, offset + length);
  }

  private String description() {
    skipSpaces();
    if (peek() == '[') {
      throw error(position, "arrays of records are not supported");
    }
    return string();
  }

  private Shape shape() {
    expect('(');
    ImmutableLongArray.Builder dims = ImmutableLongArray.builder();
    for (int rank = 0; !accept(')'); rank++) {
      if (rank == MAX_RANK) {
        throw error(position, "a rank above %d is not supported".formatted(MAX_RANK));
      }
      dims.add(number());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return Shape.of(dims.build().toArray());
  }

  private long number() {
    skipSpaces();
    int start = position;
    while (peek() >= '0' && peek() <= '9') {
      position++;
    }
    if (position == start || position - start > 18) {
      throw error(start, "expected a dim");
    }
    return Long.parseLong(text.substring(start, position));
  }

  private boolean bool() {
    skipSpaces();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, position)) {
        position += word.length();
        return word.equals("True");
      }
    }
    throw error(position, "expected True or False");
  }

  private String string() {
    skipSpaces();
    char quote = peek();
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
    if (end < 0) {
      throw error(position, "expected a quoted word");
    }
    String word = text.substring(position + 1, end);
    position = end + 1;
    return word;
  }

  private boolean accept(char symbol) {
    skipSpaces();
    if (peek() != symbol) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char symbol) {
    if (!accept(symbol)) {
      throw error(position, "expected '%s'".formatted(symbol));
    }
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t') {
      position++;
    }
  }

  /// The current character; 0 at the end.
  private char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }

  private ModelFormatException error(int at, String problem) {
    return ModelFormatException.at(file, offset + at, problem);
  }
}
