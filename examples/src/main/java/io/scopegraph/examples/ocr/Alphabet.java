package io.scopegraph.examples.ocr;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the classes of the recognition network mean: 0 is blank, then the characters of the key
/// file, then a space.
final class Alphabet {
  static final int BLANK = 0;

  private static final String KEY_FILE = "/models/ppocr_keys_v1.txt";
  private static final int KEY_COUNT = 6623;

  private final ImmutableList<String> keys;

  private Alphabet(List<String> keys) {
    this.keys = ImmutableList.copyOf(keys);
  }

  /// Reads the key file from the class path.
  ///
  /// @throws IllegalStateException if it is missing or is not the file that belongs to the network
  static Alphabet load() {
    try (InputStream stream = Alphabet.class.getResourceAsStream(KEY_FILE)) {
      if (stream == null) {
        throw new IllegalStateException("No resource " + KEY_FILE + " on the class path");
      }
      // One key is the ideographic space: lines must be neither trimmed nor dropped for being
      // blank.
      String file = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<String> keys = Splitter.on('\n').splitToList(file);
      if (keys.size() != KEY_COUNT) {
        throw new IllegalStateException(
            "%s has %d lines, expected %d".formatted(KEY_FILE, keys.size(), KEY_COUNT));
      }
      return new Alphabet(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The number of classes, blank and space included.
  int size() {
    return keys.size() + 2;
  }

  /// The character of a class other than blank.
  String character(int classIndex) {
    return classIndex == keys.size() + 1 ? " " : keys.get(classIndex - 1);
  }
}
