package io.scopegraph.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON of a known form, token by token; nothing is built from what is not expected. Nesting,
/// names and numbers are bounded, and a name that occurs twice is an error.
final class JsonText implements AutoCloseable {
  private static final int MAX_NESTING = 100;
  private static final int MAX_NAME = 1 << 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxNumberLength(32)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(MAX_NAME)
                  .build())
          .build();

  /// Reads the value of a member, on which the parser stands.
  interface Member {
    void read(String name) throws IOException;
  }

  private final String file;
  private final long base;
  private final JsonParser parser;

  /// @param base where the text begins in the file
  JsonText(String file, byte[] text, long base) throws IOException {
    this.file = file;
    this.base = base;
    this.parser = FACTORY.createParser(text);
  }

  /// Reads the whole text, which is one object.
  void document(Member member) throws IOException {
    advance();
    object("an object", member);
    if (advance() != null) {
      throw error("expected the end of the text");
    }
  }

  /// Reads the object on which the parser stands.
  void object(String what, Member member) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, what);
    while (advance() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      advance();
      member.read(name);
    }
    require(parser.currentToken() == JsonToken.END_OBJECT, "the end of " + what);
  }

  /// Reads the array of numbers on which the parser stands.
  ///
  /// @param max how many there may be
  long[] numbers(String what, int max) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, what);
    long[] numbers = new long[max];
    int count = 0;
    while (advance() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, what);
      if (count == max) {
        throw error("expected %s, found more than %d numbers".formatted(what, max));
      }
      numbers[count++] = parser.getLongValue();
    }
    return Arrays.copyOf(numbers, count);
  }

  /// Reads the string on which the parser stands.
  String string(String what) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, what);
    return parser.getText();
  }

  /// Reads the object of strings on which the parser stands.
  ImmutableMap<String, String> strings(String what) throws IOException {
    Map<String, String> strings = new LinkedHashMap<>();
    object(
        what,
        name -> {
          if (strings.put(name, string(what)) != null) {
            throw error("\"%s\" occurs twice".formatted(name));
          }
        });
    return ImmutableMap.copyOf(strings);
  }

  /// Passes over the value on which the parser stands.
  void skip() throws IOException {
    parser.skipChildren();
  }

  private @Nullable JsonToken advance() throws IOException {
    return parser.nextToken();
  }

  private void require(boolean holds, String what) throws IOException {
    if (!holds) {
      throw error("expected %s, found %s".formatted(what, found()));
    }
  }

  private String found() throws IOException {
    String text = parser.currentToken() == null ? "the end" : String.valueOf(parser.getText());
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  ModelFormatException error(String problem) {
    return ModelFormatException.at(
        file, base + Math.max(0, parser.currentTokenLocation().getByteOffset()), problem);
  }

  /// The error for text that is no JSON.
  static ModelFormatException malformed(String file, long base, IOException cause) {
    if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
      return ModelFormatException.at(
          file,
          base + Math.max(0, json.getLocation().getByteOffset()),
          "expected JSON: " + json.getOriginalMessage());
    }
    return ModelFormatException.of(file, "expected JSON: " + cause.getMessage(), cause);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
